import { useQuery } from '@tanstack/react-query'
import { api, ask } from '../api/client'
import { useMe } from '../api/me'
import { useChanges } from '../app/live'
import { Ahead } from '../parts/Ahead'
import { number, relative, useNow } from '../parts/time'
import classes from './page.module.css'

/** The workspace at a glance: four figures, each with the words that make it one. */
export function Stats() {
  const now = useNow()
  const { me } = useMe()
  const summary = useQuery({ queryKey: ['summary'], queryFn: () => ask(api.GET('/api/v1/reports/schedules/summary')) })
  useChanges((changes) => {
    if (changes.some((c) => c.type === 'schedule' || (c.type === 'run' && c.status !== 'running'))) void summary.refetch()
  })
  const s = summary.data
  const ended = s ? s.succeeded + s.failed : 0
  return (
    <dl className={classes.stats} aria-busy={summary.isPending}>
      <div className={classes.stat}>
        <dt>Active schedules</dt>
        <dd className={classes.big}>{s ? number(s.active) : '–'}</dd>
        <dd className="second small">{s ? (s.failing > 0 ? `${number(s.failing)} failing, ` : '') + `${number(s.paused)} paused` : ' '}</dd>
      </div>
      <div className={classes.stat}>
        <dt>Succeeded, 30 days</dt>
        <dd className={classes.big}>{s && ended > 0 ? `${Math.floor((s.succeeded / ended) * 100)} %` : '–'}</dd>
        <dd className="second small">{s ? (ended > 0 ? `${number(s.failed)} failed of ${number(ended)}` : 'Nothing ran yet') : ' '}</dd>
      </div>
      <div className={classes.stat}>
        <dt>Next run</dt>
        <dd className={classes.big}>{s?.next ? relative(s.next.at, now) : '–'}</dd>
        <dd className="second small clip">{s ? (s.next?.name ?? 'Nothing is due') : ' '}</dd>
      </div>
      <div className={classes.stat}>
        <dt>Next 24 hours</dt>
        <dd>
          <Ahead coming={s?.coming ?? []} now={now} zone={me?.workspace.timezone ?? 'UTC'} />
        </dd>
      </div>
    </dl>
  )
}
