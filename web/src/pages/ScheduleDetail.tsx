import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconCopy, IconPencil, IconPlayerPause, IconPlayerPlay, IconRefresh, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { useMe } from '../api/me'
import { Problem } from '../api/problem'
import type { Destination, Schedule } from '../api/types'
import { useChanges } from '../app/live'
import { useGo, useParam, useUrlState } from '../app/url'
import { Card } from '../parts/Card'
import { Link } from '../parts/Link'
import { Notice } from '../parts/Notice'
import { PageHead } from '../parts/PageHead'
import { Skeleton } from '../parts/Skeleton'
import { Status } from '../parts/Status'
import { exact, plural, relative, useNow } from '../parts/time'
import { Trend } from '../parts/Trend'
import { Trouble } from '../parts/Trouble'
import { Year } from '../parts/Year'
import { JobHistoryWidget } from '../widgets/JobHistoryWidget/JobHistoryWidget'
import { DeleteDialog } from '../widgets/ScheduledJobsListWidget/DeleteDialog'
import { zoneOf } from '../widgets/ScheduledJobsListWidget/ScheduleTable'
import { useScheduleActions } from '../widgets/ScheduledJobsListWidget/useScheduleActions'
import { destinationText, filterText, sendWords } from '../widgets/ScheduleExportWidget/draft'
import { NextRuns } from '../widgets/ScheduleExportWidget/NextRuns'
import { durationText, labelOf, misfire, overlap } from '../widgets/ScheduleExportWidget/policies'
import { aYearOf } from './aYearOf'
import classes from './detail.module.css'
import { ScheduleChanges } from './ScheduleChanges'

const tabs = [
  { name: '', label: 'Overview' },
  { name: 'runs', label: 'Runs' },
  { name: 'settings', label: 'Settings' },
  { name: 'changes', label: 'Changes' },
]

/** One schedule: how it does, what it ran, what it is set to, and who changed it. */
export default function ScheduleDetail() {
  const id = useParam('id')
  const [url] = useUrlState()
  const tab = url.tab ?? ''
  const found = useQuery({ queryKey: ['schedule', id, 'one'], queryFn: () => ask(api.GET('/api/v1/reports/schedules/{id}', { params: { path: { id } } })) })
  useChanges((changes) => {
    if (changes.some((c) => (c.type === 'schedule' && c.id === id && c.status !== 'deleted') || (c.type === 'run' && c.schedule_id === id))) void found.refetch()
  })
  if (found.isPending) return <Skeleton rows={6} label="Loading the schedule" />
  if (found.isError) return <Trouble problem={Problem.of(found.error)} onRetry={() => void found.refetch()} title={Problem.of(found.error).status === 404 ? 'This schedule is not here any more' : undefined} />
  const schedule = found.data
  return (
    <>
      <Head schedule={schedule} />
      <nav className={classes.tabs} aria-label="Parts of the schedule">
        {tabs.map((t) => (
          <Link key={t.name} to={`/reports/scheduling/${id}${t.name ? `?tab=${t.name}` : ''}`} aria-current={tab === t.name ? 'page' : undefined}>
            {t.label}
          </Link>
        ))}
      </nav>
      {tab === 'runs' ? <JobHistoryWidget scheduleId={id} size={50} /> : tab === 'settings' ? <Settings schedule={schedule} /> : tab === 'changes' ? <ScheduleChanges id={id} /> : <Overview schedule={schedule} />}
    </>
  )
}

function Head({ schedule }: { schedule: Schedule }) {
  const { mayChange, may } = useMe()
  const actions = useScheduleActions()
  const go = useGo()
  const [deleting, setDeleting] = useState<Schedule[] | null>(null)
  return (
    <>
      <PageHead
        title={schedule.name}
        above={<Link to="/reports/scheduling" className="small">Schedules</Link>}
        action={
          <>
            {mayChange(schedule.owner.id) && (
              <>
                <Button leftSection={<IconPlayerPlay size={16} />} onClick={() => void actions.run(schedule)}>Run now</Button>
                <Button variant="default" leftSection={schedule.enabled ? <IconPlayerPause size={16} /> : <IconRefresh size={16} />} onClick={() => actions.toggle(schedule)}>{schedule.enabled ? 'Pause' : 'Resume'}</Button>
                <Button variant="default" leftSection={<IconPencil size={16} />} onClick={() => go('/reports/scheduling', { edit: schedule.id })}>Edit</Button>
              </>
            )}
            {may('schedule') && <Button variant="default" leftSection={<IconCopy size={16} />} onClick={() => go('/reports/scheduling', { copy: schedule.id })}>Duplicate</Button>}
            {mayChange(schedule.owner.id) && <Button variant="default" leftSection={<IconTrash size={16} />} onClick={() => setDeleting([schedule])}>Delete…</Button>}
          </>
        }
      >
        {schedule.report_title} · {schedule.description}
      </PageHead>
      <DeleteDialog schedules={deleting} onClose={() => setDeleting(null)} onDelete={async (all) => {
        await actions.remove(all)
        go('/reports/scheduling')
      }} />
    </>
  )
}

function Overview({ schedule }: { schedule: Schedule }) {
  const now = useNow()
  const config = { schedule_type: schedule.schedule_type, schedule_config: schedule.schedule_config }
  const coming = useQuery({ queryKey: ['preview', config, 'year'], queryFn: () => aYearOf(config, now), staleTime: 60_000 })
  const runs = useQuery({ queryKey: ['runs', 'trend', schedule.id], queryFn: () => ask(api.GET('/api/v1/reports/schedules/{id}/runs', { params: { path: { id: schedule.id }, query: { limit: '30' } } })) })
  // A run by hand is none of the schedule's slots, and still the last that happened.
  const lastRun = [schedule.last_run_at, runs.data?.items[0]?.started_at].filter((at) => at != null).sort().at(-1)
  return (
    <div className={classes.two}>
      <Card title="Now">
        {schedule.paused_reason && <Notice tone="warn">{schedule.paused_reason}</Notice>}
        <dl className={classes.facts}>
          <dt>State</dt>
          <dd><Status of={schedule.state} /></dd>
          <dt>Next run</dt>
          <dd>{schedule.next_run_at ? `${relative(schedule.next_run_at, now)}, ${exact(schedule.next_run_at, zoneOf(schedule), now)}` : schedule.enabled ? 'Never again' : 'When it is resumed'}</dd>
          <dt>Last run</dt>
          <dd>{lastRun ? relative(lastRun, now) : 'Never ran'}</dd>
          <dt>Delivers to</dt>
          <dd>{(schedule.destinations as Destination[]).map((d, i) => <div key={i}>{destinationText(d)}</div>)}</dd>
          <dt>Owner</dt>
          <dd>{schedule.owner.name}</dd>
        </dl>
      </Card>
      <Card title="Coming runs">
        {coming.data ? <NextRuns occurrences={coming.data.slice(0, 5)} isBehind={false} /> : coming.isError ? <Trouble problem={Problem.of(coming.error)} /> : <Skeleton rows={3} label="Loading the coming runs" />}
      </Card>
      <Card title="How long it takes">{runs.data ? <Trend runs={runs.data.items} /> : <Skeleton rows={2} label="Loading the runs" />}</Card>
      <Card title="The year ahead">{coming.data ? <Year occurrences={coming.data} today={now} /> : <Skeleton rows={2} label="Loading the year" />}</Card>
    </div>
  )
}

function Settings({ schedule }: { schedule: Schedule }) {
  const policy = schedule.policy
  const rows: [string, string][] = [
    ['Report', `${schedule.report_title} (${schedule.report_type})`],
    ['Filters', filterText(schedule.filters) || 'As the report has them'],
    ['Formats', schedule.formats.map((f) => String(f).toUpperCase()).join(', ')],
    ['When', schedule.description],
    ['Sent', sendWords[schedule.condition.send ?? 'always'] ?? ''],
    ['Delivers to', (schedule.destinations as Destination[]).map(destinationText).join('; ')],
    ['Runs missed while the server was down', labelOf(misfire, policy.misfire ?? 'latest')],
    ['While the run before is still going', labelOf(overlap, policy.overlap ?? 'skip')],
    ['Attempts', String(policy.max_attempts ?? 3)],
    ['Stops after', durationText(policy.timeout ?? 'PT10M')],
    ['Pauses', policy.pause_after_failures ? `after ${plural(policy.pause_after_failures, 'failure')} in a row` : 'never'],
    ['Version', String(schedule.version)],
  ]
  return (
    <Card title="Settings">
      <dl className={classes.facts}>
        {rows.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
