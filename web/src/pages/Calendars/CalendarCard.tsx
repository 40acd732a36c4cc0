import { ActionIcon, Button, FileButton, TextInput, Tooltip } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { IconChevronLeft, IconChevronRight, IconFileImport, IconTrash } from '@tabler/icons-react'
import { useRef, useState, type FormEvent } from 'react'
import { api, ask } from '../../api/client'
import { ifMatch } from '../../api/etag'
import { refused, said } from '../../app/toast'
import { Card } from '../../parts/Card'
import { Dialog } from '../../parts/Dialog'
import { Impact, useImpact } from '../../parts/Impact'
import { useSubmit } from '../../parts/submit'
import type { Calendar } from './Calendars'
import classes from './calendars.module.css'
import { longDay } from './days'
import { Year } from './Year'

interface Props {
  calendar: Calendar
  manages: boolean
  year: number
  onYear: (year: number) => void
}

/** One calendar: its year at a glance, its days by name, and the ways to change them. */
export function CalendarCard({ calendar, manages, year, onYear }: Props) {
  const client = useQueryClient()
  const [leaving, setLeaving] = useState(false)
  const days = calendar.dates.filter((day) => day.date.startsWith(`${year}-`)).sort((a, b) => a.date.localeCompare(b.date))

  async function save(change: { dates?: Calendar['dates']; ics?: string }, words: (kept: Calendar) => string) {
    const kept = await ask(
      api.PUT('/api/v1/calendars/{id}', { params: { path: { id: calendar.id }, header: ifMatch(calendar) }, body: { name: calendar.name, dates: change.dates ?? calendar.dates, ics: change.ics ?? null } }),
    )
    said(words(kept))
    await client.invalidateQueries({ queryKey: ['calendars'] })
  }

  async function importFile(file: File | null) {
    if (!file) return
    try {
      const ics = await file.text()
      await save({ ics }, (kept) => `${kept.dates.length - calendar.dates.length} days came from ${file.name}.`)
    } catch (error) {
      refused(error, 'Not imported')
    }
  }

  async function remove(date: string) {
    try {
      await save({ dates: calendar.dates.filter((day) => day.date !== date) }, () => `${longDay(date)} is a day like others again.`)
    } catch (error) {
      refused(error)
    }
  }

  return (
    <Card
      title={calendar.name}
      count={`${days.length} in ${year}`}
      aside={
        <>
          <Tooltip label="Year before">
            <ActionIcon aria-label="Year before" onClick={() => onYear(year - 1)}>
              <IconChevronLeft size={18} />
            </ActionIcon>
          </Tooltip>
          <span className="strong" aria-live="polite">
            {year}
          </span>
          <Tooltip label="Next year">
            <ActionIcon aria-label="Next year" onClick={() => onYear(year + 1)}>
              <IconChevronRight size={18} />
            </ActionIcon>
          </Tooltip>
          {manages && (
            <>
              <FileButton accept=".ics,text/calendar" onChange={(file) => void importFile(file)}>
                {(props) => (
                  <Button variant="default" leftSection={<IconFileImport size={16} />} {...props}>
                    Import .ics
                  </Button>
                )}
              </FileButton>
              <Button variant="default" leftSection={<IconTrash size={16} />} onClick={() => setLeaving(true)}>
                Delete
              </Button>
            </>
          )}
        </>
      }
    >
      <div className={classes.detail}>
        <Year year={year} days={days} />
        <div>
          {manages && <AddDay onAdd={(date, name) => save({ dates: [...calendar.dates.filter((day) => day.date !== date), { date, name }] }, () => `${longDay(date)} is left out from now on.`)} />}
          {days.length === 0 ? (
            <p className="second">No day in {year} is left out.</p>
          ) : (
            <ul className={classes.days}>
              {days.map((day) => (
                <li key={day.date}>
                  <div>
                    <div className="strong">{day.name}</div>
                    <div className="second small">{longDay(day.date)}</div>
                  </div>
                  {manages && (
                    <Tooltip label="Take it out">
                      <ActionIcon aria-label={`Take out ${day.name}, ${longDay(day.date)}`} onClick={() => void remove(day.date)}>
                        <IconTrash size={16} stroke={1.7} />
                      </ActionIcon>
                    </Tooltip>
                  )}
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
      {leaving && <DeleteCalendar calendar={calendar} onClose={() => setLeaving(false)} />}
    </Card>
  )
}

function AddDay({ onAdd }: { onAdd: (date: string, name: string) => Promise<void> }) {
  const [date, setDate] = useState('')
  const [name, setName] = useState('')
  const first = useRef<HTMLInputElement>(null)
  const add = useSubmit(async () => {
    await onAdd(date, name.trim())
    setDate('')
    setName('')
    first.current?.focus()
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    if (date) void add.run()
    else first.current?.focus()
  }
  return (
    <form className={classes.add} onSubmit={submit}>
      <TextInput ref={first} type="date" label="Day" required value={date} onChange={(event) => setDate(event.currentTarget.value)} error={add.problem?.message} />
      <TextInput label="Name" required value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={100} />
      <Button type="submit" variant="default" loading={add.busy}>
        Add day
      </Button>
    </form>
  )
}

function DeleteCalendar({ calendar, onClose }: { calendar: Calendar; onClose: () => void }) {
  const client = useQueryClient()
  const impact = useImpact('calendar', calendar.id)
  const remove = useSubmit(async () => {
    await ask(api.DELETE('/api/v1/calendars/{id}', { params: { path: { id: calendar.id }, header: ifMatch(calendar) } }))
    said(`“${calendar.name}” is deleted.`)
    onClose()
    await client.invalidateQueries({ queryKey: ['calendars'] })
  })
  const removal = impact.isFree ? { action: 'Delete calendar', tone: 'bad' as const, cancel: 'Keep it', onSubmit: () => void remove.run(), busy: remove.busy } : {}
  return (
    <Dialog title={`Delete “${calendar.name}”?`} opened onClose={onClose} problem={remove.problem} {...removal}>
      <Impact impact={impact} free="No schedule leaves its days out." used="It cannot go yet: these leave its days out. Take it out of them first." />
    </Dialog>
  )
}
