import { ActionIcon, Checkbox, Menu, PasswordInput, Select, TagsInput, Textarea, TextInput } from '@mantine/core'
import { IconChevronRight, IconPlus, IconTrash } from '@tabler/icons-react'
import type { Channel, Destination, Setting } from '../../api/types'
import { Link } from '../../parts/Link'
import { Notice } from '../../parts/Notice'
import parts from '../../parts/parts.module.css'
import { capital, words } from '../../parts/time'
import { channelWord } from './draft'
import { fieldId } from './errors'
import classes from './form.module.css'

interface Props {
  channels: Channel[]
  value: Destination[]
  onChange: (value: Destination[]) => void
  errors: Record<string, string>
  /** Where connections are made; null where the reader may not. */
  connectionsAt: string | null
}

/** Who gets it and how: several, each of a kind of its own. */
export function DestinationsField({ channels, value, onChange, errors, connectionsAt }: Props) {
  const set = (index: number, destination: Destination) => onChange(value.map((d, i) => (i === index ? destination : d)))
  return (
    <fieldset className={classes.field} id={fieldId('destinations')} tabIndex={-1}>
      <legend className={classes.label}>Deliver to</legend>
      {value.map((destination, index) => (
        <OneDestination
          key={index}
          index={index}
          channel={channels.find((c) => c.type === destination.type)}
          value={destination}
          onChange={(next) => set(index, next)}
          onRemove={value.length > 1 ? () => onChange(value.filter((_, i) => i !== index)) : undefined}
          errors={errors}
          connectionsAt={connectionsAt}
        />
      ))}
      {errors.destinations && <p className={classes.error}>{errors.destinations}</p>}
      <Menu position="bottom-start">
        <Menu.Target>
          <button type="button" className={parts.chip} data-dashed="true" style={{ justifySelf: 'start' }}>
            <IconPlus size={14} aria-hidden /> Add a destination
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {channels.map((channel) => (
            <Menu.Item key={channel.type} onClick={() => onChange([...value, { type: channel.type }])}>
              {channelWord(channel.type)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </fieldset>
  )
}

interface OneProps {
  index: number
  channel: Channel | undefined
  value: Destination
  onChange: (value: Destination) => void
  onRemove: (() => void) | undefined
  errors: Record<string, string>
  connectionsAt: string | null
}

function OneDestination({ index, channel, value, onChange, onRemove, errors, connectionsAt }: OneProps) {
  const settings = channel?.settings ?? []
  const main = settings.filter((s, i) => s.required || (i === 0 && !settings.some((o) => o.required)) || s.name === 'channel')
  const rest = settings.filter((s) => !main.includes(s))
  const needs = channel?.type === 'slack' || channel?.type === 'sms' || channel?.type === 's3'
  const own = errors[`destinations.${index}`]
  const field = (setting: Setting) => (
    <SettingField
      key={setting.name}
      id={fieldId(`destinations.${index}.${setting.name}`)}
      setting={setting}
      value={value[setting.name]}
      onChange={(next) => onChange({ ...value, [setting.name]: next } as Destination)}
      error={errors[`destinations.${index}.${setting.name}`]}
    />
  )
  return (
    <div className={classes.destination} id={fieldId(`destinations.${index}`)} tabIndex={-1} role="group" aria-label={`Destination ${index + 1}, ${channelWord(value.type)}`}>
      <div className={classes.destinationHead}>
        <span className="strong">{channelWord(value.type)}</span>
        {onRemove && (
          <ActionIcon size={28} aria-label={`Remove destination ${index + 1}`} onClick={onRemove}>
            <IconTrash size={16} stroke={1.7} />
          </ActionIcon>
        )}
      </div>
      {value.type === 'inbox' && <p className="second small">Arrives under Notifications, for the schedule's owner.</p>}
      {channel && needs && channel.connections.length === 0 && (
        <Notice tone="warn">
          {channelWord(value.type)} is not set up{channel.type === 'slack' ? '; an incoming webhook works without' : ''}.{' '}
          {connectionsAt ? <Link to={connectionsAt}>Set one up</Link> : 'An administrator can make a connection for it.'}
        </Notice>
      )}
      {main.map(field)}
      {channel && channel.connections.length > 1 && (
        <Select
          label="Connection"
          data={channel.connections.map((c) => ({ value: c.id, label: c.name + (c.default ? ' (default)' : '') }))}
          value={(value.connection as string | undefined) ?? channel.connections.find((c) => c.default)?.id ?? null}
          onChange={(next) => onChange({ ...value, connection: next ?? undefined } as Destination)}
        />
      )}
      {own && <p className={classes.error}>{own}</p>}
      {rest.length > 0 && (
        <details className={classes.more} open={rest.some((s) => errors[`destinations.${index}.${s.name}`]) || undefined}>
          <summary>
            <IconChevronRight size={14} aria-hidden /> {value.type === 'email' ? 'Subject and message' : 'More settings'}
          </summary>
          <div className={classes.moreBody}>{rest.map(field)}</div>
        </details>
      )}
    </div>
  )
}

interface FieldProps {
  id: string
  setting: Setting
  value: unknown
  onChange: (value: unknown) => void
  error: string | undefined
}

/** The control that fits a setting as the channel describes it. */
function SettingField({ id, setting, value, onChange, error }: FieldProps) {
  const common = { id, label: settingLabel(setting), description: setting.description, error, placeholder: setting.example ?? undefined }
  const isKept = typeof value === 'object' && value !== null && 'set' in value
  switch (setting.kind) {
    case 'text_list':
      return (
        <TagsInput
          {...common}
          description={undefined}
          placeholder={Array.isArray(value) && value.length > 0 ? undefined : setting.name === 'to' && !setting.example?.startsWith('+') ? 'E-mail addresses, separated by commas' : common.placeholder}
          data={[]}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={onChange}
          splitChars={[',', ';', ' ']}
          acceptValueOnBlur
        />
      )
    case 'boolean':
      return <Checkbox {...common} label={setting.description} description={undefined} checked={value === undefined ? setting.default === 'true' : value === true} onChange={(event) => onChange(event.currentTarget.checked)} />
    case 'integer':
      return <TextInput {...common} type="number" value={String(value ?? '')} onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : Number(event.currentTarget.value))} min={setting.min ?? undefined} max={setting.max ?? undefined} />
    case 'choice':
      return <Select {...common} data={setting.choices ?? []} value={(value as string | undefined) ?? setting.default ?? null} onChange={(next) => onChange(next ?? undefined)} />
    case 'multiline_text':
      return <Textarea {...common} autosize minRows={3} maxRows={10} value={String(value ?? '')} onChange={(event) => onChange(event.currentTarget.value)} />
    default:
      if (setting.secret)
        return <PasswordInput {...common} placeholder={isKept ? 'Kept as it is' : common.placeholder} value={isKept ? '' : String(value ?? '')} onChange={(event) => onChange(event.currentTarget.value)} autoComplete="off" />
      return <TextInput {...common} value={String(value ?? '')} onChange={(event) => onChange(event.currentTarget.value)} autoComplete="off" />
  }
}

const settingLabel = (setting: Setting) => (setting.name === 'to' ? (setting.example?.startsWith('+') ? 'Phone numbers' : 'To') : setting.name === 'url' || setting.name === 'webhook_url' ? 'URL' : capital(words(setting.name)))
