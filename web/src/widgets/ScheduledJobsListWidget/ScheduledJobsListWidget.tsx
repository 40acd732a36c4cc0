import { Button, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconCalendarPlus, IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useShortcuts } from '../../app/keyboard'
import { useChanges } from '../../app/live'
import { useGo, useUrlState } from '../../app/url'
import { useMe } from '../../api/me'
import { Problem } from '../../api/problem'
import type { Schedule } from '../../api/types'
import { Card } from '../../parts/Card'
import { Empty } from '../../parts/Empty'
import { Later } from '../../parts/Later'
import parts from '../../parts/parts.module.css'
import { Skeleton } from '../../parts/Skeleton'
import { Trouble } from '../../parts/Trouble'
import { number, plural } from '../../parts/time'
import { channelWord } from '../ScheduleExportWidget/draft'
import { BulkBar } from './BulkBar'
import { DeleteDialog } from './DeleteDialog'
import classes from './list.module.css'
import { ScheduleTable } from './ScheduleTable'
import { useScheduleActions } from './useScheduleActions'
import { useSchedules } from './useSchedules'

export interface ScheduledJobsListWidgetProps {
  onEdit: (id: string) => void
  onCopy: (id: string) => void
  onNew: () => void
}

const states = [
  { value: '', label: 'All' },
  { value: 'failing', label: 'Failing' },
  { value: 'paused', label: 'Paused' },
  { value: 'never_ran', label: 'Never ran' },
]

/** The workspace's schedules: how they do, and what can be done with them. */
export function ScheduledJobsListWidget({ onEdit, onCopy, onNew }: ScheduledJobsListWidgetProps) {
  const [url, setUrl] = useUrlState()
  const { me, may, mayChange } = useMe()
  const go = useGo()
  const list = useSchedules(url)
  const actions = useScheduleActions()
  const [selected, setSelected] = useState<Set<string>>(new Set())
  const [deleting, setDeleting] = useState<Schedule[] | null>(null)
  const [fresh, setFresh] = useState<Set<string>>(new Set())
  const [text, setText] = useState(url.q ?? '')
  const [asked] = useDebouncedValue(text, 200)
  const search = useRef<HTMLInputElement>(null)
  const area = useRef<HTMLDivElement>(null)
  const rows = list.rows
  const isFiltered = Boolean(url.q || url.state || url.report_type || url.channel || url.owner)

  useEffect(() => {
    if (asked !== (url.q ?? '')) setUrl({ q: asked || undefined }, { replace: true })
    // Only what was typed leads; the address follows.
  }, [asked])

  useChanges((changes) => {
    const known = new Set(rows.map((r) => r.id))
    const touched = changes.filter((c) => c.type === 'schedule')
    if (touched.some((c) => known.has(c.id)) || changes.some((c) => c.type === 'run' && c.schedule_id && known.has(c.schedule_id))) list.refreshSoon()
    const made = touched.filter((c) => c.status === 'created' && !known.has(c.id)).map((c) => c.id)
    if (made.length > 0) setFresh((old) => new Set([...old, ...made]))
  })
  useEffect(() => {
    setFresh((old) => new Set([...old].filter((id) => !rows.some((r) => r.id === id))))
  }, [rows])

  const focused = () => rows.find((r) => r.id === (document.activeElement?.closest('[data-row]') as HTMLElement | null)?.dataset.row)
  const move = (by: number) => {
    const all = [...(area.current?.querySelectorAll<HTMLElement>('tr[data-row]') ?? [])]
    const at = all.findIndex((row) => row.contains(document.activeElement))
    all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))]?.focus()
  }
  const onFocused = (act: (schedule: Schedule) => void, allowed = true) => () => {
    const schedule = focused()
    if (schedule && (!allowed || mayChange(schedule.owner.id))) act(schedule)
  }
  useShortcuts([
    ...(may('schedule') ? [{ key: 'n', label: 'New schedule', run: onNew }] : []),
    { key: '/', label: 'Search the schedules', run: () => search.current?.focus() },
    { key: 'j', label: 'Next row', run: () => move(1) },
    { key: 'k', label: 'Row before', run: () => move(-1) },
    { key: 'Enter', label: 'Open the row', run: () => openFocused(focused(), go) },
    { key: 'r', label: 'Run the row now', run: onFocused((s) => actions.run(s)) },
    { key: 'e', label: 'Edit the row', run: onFocused((s) => onEdit(s.id)) },
    { key: 'p', label: 'Pause or resume the row', run: onFocused((s) => actions.toggle(s)) },
  ])

  const chosen = rows.filter((r) => selected.has(r.id))
  const reset = () => {
    setText('')
    setUrl({ q: undefined, state: undefined, report_type: undefined, channel: undefined, owner: undefined })
  }

  return (
    <Card
      title="Schedules"
      count={list.total === undefined ? undefined : number(list.total)}
      flush
      id="schedules"
      aside={<TextInput ref={search} className={classes.search} type="search" aria-label="Search the schedules" placeholder="Search" leftSection={<IconSearch size={16} aria-hidden />} value={text} onChange={(event) => setText(event.currentTarget.value)} />}
    >
      <div className={classes.tools} role="group" aria-label="Which schedules">
        {states.map((state) => (
          <button key={state.value} type="button" className={parts.chip} aria-pressed={(url.state ?? '') === state.value} onClick={() => setUrl({ state: state.value })}>
            {state.label}
          </button>
        ))}
        {me && (
          <button type="button" className={parts.chip} aria-pressed={url.owner === me.person.id} onClick={() => setUrl({ owner: url.owner === me.person.id ? undefined : me.person.id })}>
            Mine
          </button>
        )}
        <Later turn={2} until={<span className={classes.selectsLater} />}>
          <Select size="xs" w={150} aria-label="Report" placeholder="Every report" clearable clearButtonProps={{ 'aria-label': 'Every report' }} data={list.reports} value={url.report_type ?? null} onChange={(next) => setUrl({ report_type: next ?? undefined })} />
          <Select size="xs" w={130} aria-label="Channel" placeholder="Every channel" clearable clearButtonProps={{ 'aria-label': 'Every channel' }} data={list.channels.map((c) => ({ value: c, label: channelWord(c) }))} value={url.channel ?? null} onChange={(next) => setUrl({ channel: next ?? undefined })} />
        </Later>
      </div>
      {chosen.length > 0 && <BulkBar chosen={chosen} actions={actions} onDelete={() => setDeleting(chosen)} onDone={() => setSelected(new Set())} />}
      {fresh.size > 0 && (
        <div className={classes.pill}>
          <Button size="xs" variant="light" onClick={() => list.refresh()}>
            {plural(fresh.size, 'new schedule')}
          </Button>
        </div>
      )}
      <div ref={area}>
        {list.isPending ? (
          <Skeleton rows={6} label="Loading the schedules" />
        ) : list.error && rows.length === 0 ? (
          <Trouble problem={Problem.of(list.error)} onRetry={list.refresh} />
        ) : rows.length === 0 && isFiltered ? (
          <Empty title="No schedule is like that" icon={IconSearch} action={<Button variant="default" onClick={reset}>Show all schedules</Button>} />
        ) : rows.length === 0 ? (
          <Empty title="No schedule yet" icon={IconCalendarPlus} action={may('schedule') ? <Button onClick={onNew}>New schedule</Button> : undefined}>
            A schedule makes a report at the times you say and delivers it to whom you name.
          </Empty>
        ) : (
          <ScheduleTable rows={rows} sort={url.sort} onSort={(sort) => setUrl({ sort })} selected={selected} onSelect={setSelected} actions={actions} onEdit={onEdit} onCopy={onCopy} onDelete={(s) => setDeleting([s])} mayChange={mayChange} />
        )}
      </div>
      {rows.length > 0 && (list.hasMore || (list.total ?? 0) > rows.length) && (
        <div className={classes.foot}>
          <Button variant="subtle" size="xs" loading={list.isFetchingMore} onClick={list.more}>
            Show 25 more
          </Button>
          <span className="second small">
            {number(rows.length)} of {number(list.total ?? rows.length)}
          </span>
        </div>
      )}
      <Later>
        <DeleteDialog schedules={deleting} onClose={() => setDeleting(null)} onDelete={async (all) => {
          await actions.remove(all)
          setSelected(new Set())
        }} />
      </Later>
    </Card>
  )
}

/** Enter opens the row that has the focus; on a control in it, it does what the control does. */
function openFocused(schedule: Schedule | undefined, go: (to: string) => void) {
  const element = document.activeElement as HTMLElement | null
  if (schedule && element?.matches('tr[data-row]')) go(`/reports/scheduling/${schedule.id}`)
  else element?.click()
}
