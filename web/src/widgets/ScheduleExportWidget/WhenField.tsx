import { TextInput } from '@mantine/core'
import { IconAlertCircle, IconBulb, IconCheck } from '@tabler/icons-react'
import type { Parsed } from '../../api/types'
import parts from '../../parts/parts.module.css'
import { fieldId } from './errors'
import classes from './form.module.css'
import type { When } from './useWhen'

export const presets = [
  { label: 'Every weekday', text: 'every weekday at 08:00' },
  { label: 'Daily', text: 'every day at 08:00' },
  { label: 'Weekly', text: 'every Monday at 09:00' },
  { label: 'Monthly', text: 'on the 1st of every month at 09:00' },
  { label: 'Hourly', text: 'every hour' },
]

interface Props {
  text: string
  onChange: (text: string) => void
  when: When
  error?: string | undefined
}

/** One line of plain English or cron, chips to begin with, and what was understood. */
export function WhenField({ text, onChange, when, error }: Props) {
  const { reading } = when
  const isWrong = reading?.status === 'error' || error !== undefined
  const describedBy = `${fieldId('when')}-reading`
  return (
    <fieldset className={classes.field}>
      <legend className={classes.label}>When</legend>
      <div className={classes.row} role="group" aria-label="Often used">
        {presets.map((preset) => (
          <button key={preset.text} type="button" className={parts.chip} aria-pressed={preset.text === text.trim().toLowerCase() || preset.text === text.trim()} onClick={() => onChange(preset.text)}>
            {preset.label}
          </button>
        ))}
      </div>
      <TextInput
        id={fieldId('when')}
        aria-label="When, in plain English or cron"
        aria-describedby={describedBy}
        aria-invalid={isWrong}
        error={isWrong}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        placeholder="every weekday at 08:00"
        autoComplete="off"
        spellCheck={false}
      />
      <div id={describedBy} className={classes.reading} aria-live="polite" aria-busy={when.isBehind}>
        {text.trim() === '' ? <p className="second">Say it in words, such as “last Friday of the month at 17:30”, or as cron.</p> : null}
        {reading && text.trim() !== '' && <Reading text={text} reading={reading} onChange={onChange} />}
        {when.problem && <p className={classes.error}>{when.problem.message}</p>}
        {error && reading?.status !== 'error' && <p className={classes.error}>{error}</p>}
      </div>
    </fieldset>
  )
}

function Reading({ text, reading, onChange }: { text: string; reading: Parsed; onChange: (text: string) => void }) {
  const notes = [...(reading.notes ?? []), ...(reading.warnings ?? [])]
  if (reading.status === 'error' && reading.error) {
    const { message, span, suggestion } = reading.error
    const replaced = suggestion ? (span?.length === 2 ? text.trim().slice(0, span[0]) + suggestion + text.trim().slice(span[1]) : suggestion) : null
    return (
      <>
        {span?.length === 2 && <Marked text={text.trim()} from={span[0]!} to={span[1]!} />}
        <p className={classes.bad}>
          <IconAlertCircle size={15} aria-hidden />
          <span>{message}</span>
        </p>
        {replaced && (
          <button type="button" className={parts.chip} onClick={() => onChange(replaced)}>
            Use “{replaced}”
          </button>
        )}
      </>
    )
  }
  if (reading.status === 'ambiguous')
    return (
      <>
        <p className="strong">Which one do you mean?</p>
        {(reading.options ?? []).map((option) => (
          <button key={option.text} type="button" className={classes.choice} onClick={() => onChange(option.text)}>
            <span className="strong">{option.description}</span>
            <span className="second tiny">{option.text}</span>
          </button>
        ))}
      </>
    )
  return (
    <>
      <p className={classes.ok}>
        <IconCheck size={15} stroke={2.4} aria-hidden />
        <span>{withoutZone(reading.description ?? '')}</span>
      </p>
      {reading.cron && reading.cron !== text.trim() && (
        <p>
          <code>{reading.cron}</code>
        </p>
      )}
      {notes.map((note) => (
        <p key={note.code + note.message} className={classes.noted}>
          <IconBulb size={15} aria-hidden />
          <span>{note.message}</span>
        </p>
      ))}
    </>
  )
}

/** The zone has a field of its own right below. */
const withoutZone = (description: string) => description.replace(/ \([A-Za-z_]+(?:\/[A-Za-z_+-]+)*\)$/, '')

function Marked({ text, from, to }: { text: string; from: number; to: number }) {
  return (
    <p>
      {text.slice(0, from)}
      <mark className={classes.wrong}>{text.slice(from, to) || ' '}</mark>
      {text.slice(to)}
    </p>
  )
}
