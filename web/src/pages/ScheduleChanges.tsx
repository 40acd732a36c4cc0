import { useQuery } from '@tanstack/react-query'
import { api, ask } from '../api/client'
import { useMe } from '../api/me'
import { Problem } from '../api/problem'
import { Card } from '../parts/Card'
import { Empty } from '../parts/Empty'
import { Skeleton } from '../parts/Skeleton'
import { Trouble } from '../parts/Trouble'
import { precise } from '../parts/time'
import classes from './detail.module.css'

const verbs: Record<string, string> = {
  'schedule.created': 'created it',
  'schedule.replaced': 'changed it',
  'schedule.changed': 'changed it',
  'schedule.updated': 'changed it',
  'schedule.paused': 'paused it',
  'schedule.resumed': 'resumed it',
  'schedule.backfilled': 'asked for missing runs',
}

/** Who changed the schedule and what, newest first. */
export function ScheduleChanges({ id }: { id: string }) {
  const { me } = useMe()
  const found = useQuery({ queryKey: ['schedule', id, 'changes'], queryFn: () => ask(api.GET('/api/v1/reports/schedules/{id}/changes', { params: { path: { id }, query: { limit: '100' } } })) })
  return (
    <Card title="Changes" flush>
      {found.isPending ? (
        <Skeleton rows={3} label="Loading the changes" />
      ) : found.isError ? (
        <Trouble problem={Problem.of(found.error)} onRetry={() => void found.refetch()} />
      ) : found.data.items.length === 0 ? (
        <Empty title="Nothing was recorded" />
      ) : (
        <ol className={classes.list}>
          {found.data.items.map((entry) => (
            <li key={entry.id}>
              <div className={classes.change}>
                <span>
                  <b>{entry.actor}</b> {verbs[entry.action] ?? entry.action.replace('schedule.', '').replaceAll('_', ' ')}
                </span>
                <ul>
                  {changed(entry.before ?? {}, entry.after ?? {}).map((line) => (
                    <li key={line}>{line}</li>
                  ))}
                </ul>
              </div>
              <time className="second small" dateTime={entry.at}>
                {precise(entry.at, me?.workspace.timezone ?? 'UTC')}
              </time>
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}

/** Each field that differs, with both values; of something new, nothing: all of it is. */
export function changed(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  if (Object.keys(before).length === 0) return Object.keys(after).includes('reason') ? [String(after.reason)] : []
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.filter((n) => JSON.stringify(before[n]) !== JSON.stringify(after[n])).map((n) => `${n.replaceAll('_', ' ')}: ${text(before[n])} → ${text(after[n])}`)
}

const text = (value: unknown) => (value === undefined || value === null ? 'none' : typeof value === 'string' ? value : JSON.stringify(value))
