import { Checkbox, PasswordInput, Select, Textarea, TextInput } from '@mantine/core'
import { labelOf, type SettingWire } from './kinds'
import { isSet, type Values } from './values'

interface Props {
  settings: SettingWire[]
  values: Values
  stored: Record<string, unknown>
  /** Stored secrets that have to be entered again. */
  repeat: string[]
  errorOf: (field: string) => string | undefined
  onChange: (name: string, value: string | boolean) => void
}

/** A form made of what an adapter says of its settings: the needed ones first. */
export function SettingFields({ settings, ...rest }: Props) {
  const ordered = [...settings].sort((a, b) => Number(b.required) - Number(a.required))
  return ordered.map((setting) => <SettingField key={setting.name} setting={setting} {...rest} />)
}

function SettingField({ setting, values, stored, repeat, errorOf, onChange }: Omit<Props, 'settings'> & { setting: SettingWire }) {
  const { name, kind } = setting
  const value = values[name]
  const text = typeof value === 'string' ? value : ''
  const has = isSet(stored[name])
  const again = repeat.includes(name)
  const common = {
    label: labelOf(name),
    description: setting.description,
    required: setting.required && !has,
    error: errorOf(`settings.${name}`) ?? errorOf(name) ?? (again ? 'Enter it again: it would be sent elsewhere than before.' : undefined),
    placeholder: has ? 'Set. Leave it empty to keep it.' : (setting.default ?? (setting.example ? `such as ${setting.example}` : undefined)),
  }
  const type = (event: { currentTarget: { value: string } }) => onChange(name, event.currentTarget.value)
  if (kind === 'boolean') return <Checkbox label={common.label} description={setting.description} error={common.error} checked={value === true} onChange={(event) => onChange(name, event.currentTarget.checked)} />
  if (setting.secret && kind === 'multiline_text') return <Textarea {...common} value={text} onChange={type} autosize minRows={3} maxRows={8} autoComplete="off" spellCheck={false} />
  if (setting.secret) return <PasswordInput {...common} value={text} onChange={type} autoComplete="new-password" visibilityToggleButtonProps={{ 'aria-label': `Show ${common.label}` }} />
  if (kind === 'choice') return <Select {...common} data={setting.choices ?? []} value={text || null} onChange={(chosen) => onChange(name, chosen ?? '')} allowDeselect={false} clearable={!setting.required && !setting.default} />
  if (kind === 'multiline_text' || kind === 'text_list')
    return <Textarea {...common} description={kind === 'text_list' ? `${setting.description} One a line.` : setting.description} value={text} onChange={type} autosize minRows={2} maxRows={8} spellCheck={false} />
  return <TextInput {...common} value={text} onChange={type} inputMode={kind === 'integer' ? 'numeric' : undefined} autoComplete="off" spellCheck={false} />
}
