import { useQuery } from '@tanstack/react-query'
import { IconChartBar } from '@tabler/icons-react'
import { api, ask } from '../../api/client'
import { Problem } from '../../api/problem'
import type { UrlState, useUrlState } from '../../app/url'
import { Card } from '../../parts/Card'
import { Empty } from '../../parts/Empty'
import { Stale } from '../../parts/Listed'
import { fromNow } from '../../parts/Moment'
import parts from '../../parts/parts.module.css'
import { Skeleton } from '../../parts/Skeleton'
import { Trouble } from '../../parts/Trouble'
import classes from './audit.module.css'
import { Days } from './Days'
import { worded } from './words'

const spans = [
  { days: '7', label: '7 days' },
  { days: '30', label: '30 days' },
  { days: '90', label: '90 days' },
  { days: '365', label: 'A year' },
]

interface Counted {
  key: string
  label: string
  count: number
  failed?: number
  note?: string
  onOpen?: () => void
}

/** The log in numbers: over time, who, what, which, how often. */
export function Analytics({ url, setUrl }: { url: UrlState; setUrl: ReturnType<typeof useUrlState>[1] }) {
  const days = spans.some((s) => s.days === url.days) ? url.days! : '30'
  const query = useQuery({
    queryKey: ['audit', 'analytics', days],
    queryFn: () => ask(api.GET('/api/v1/audit/analytics', { params: { query: { from: daysAgo(Number(days)) } } })),
  })
  const { data } = query
  const entriesOf = (filter: Record<string, string>) => setUrl({ ...filter, view: undefined })
  return (
    <div className={classes.analytics}>
      <div className={parts.segments} role="group" aria-label="How far back">
        {spans.map((span) => (
          <button key={span.days} type="button" aria-pressed={span.days === days} onClick={() => setUrl({ days: span.days === '30' ? undefined : span.days })}>
            {span.label}
          </button>
        ))}
      </div>
      {!data ? (
        <Card title="Over time">{query.isError ? <Trouble problem={Problem.of(query.error)} onRetry={() => void query.refetch()} /> : <Skeleton label="Counting" />}</Card>
      ) : data.entries === 0 ? (
        <Card title="Over time">
          <Empty title="Nothing happened in this time" icon={IconChartBar}>
            Choose a longer one.
          </Empty>
        </Card>
      ) : (
        <>
          {query.isError && <Stale problem={Problem.of(query.error)} onRetry={() => void query.refetch()} />}
          <Card title="Over time" count={`${data.entries.toLocaleString('en-GB')} entries, ${data.failed.toLocaleString('en-GB')} failed`}>
            <Days days={data.over_time} from={data.from} to={data.to} />
          </Card>
          <div className={classes.grid}>
            <Counts
              title="Who"
              rows={data.by_person.map((p) => ({
                key: p.person_id ?? p.actor,
                label: p.actor,
                count: p.count,
                failed: p.failed,
                note: fromNow(p.last_at),
                onOpen: p.person_id ? () => entriesOf({ person: p.person_id! }) : undefined,
              }))}
            />
            <Counts title="What" rows={data.by_action.map((a) => ({ key: a.action, label: worded(a.action), count: a.count, note: fromNow(a.last_at), onOpen: () => entriesOf({ action: a.action }) }))} />
            <Counts
              title="Which"
              rows={data.by_object.map((o) => ({
                key: o.object_type + o.object_id,
                label: o.object_name ?? o.object_id,
                count: o.count,
                note: `${o.object_type.replaceAll('_', ' ')}, ${fromNow(o.last_at)}`,
                onOpen: () => entriesOf({ object_id: o.object_id }),
              }))}
            />
            <Counts
              title="Most used reports"
              rows={data.reports.map((r) => ({
                key: r.report_type,
                label: r.report_type,
                count: r.uses,
                note: `${r.sent} sent, ${r.reads} opened, ${r.people} ${r.people === 1 ? 'person' : 'people'}`,
                onOpen: () => entriesOf({ report_type: r.report_type }),
              }))}
            />
            <Counts title="What failed" none="Nothing failed." rows={data.failures.map((a) => ({ key: a.action, label: worded(a.action), count: a.count, note: fromNow(a.last_at), onOpen: () => entriesOf({ action: a.action, outcome: 'failed' }) }))} />
          </div>
        </>
      )}
    </div>
  )
}

/** A few bars with their numbers: readable as text, and seen at a glance. */
function Counts({ title, rows, none = 'Nothing.' }: { title: string; rows: Counted[]; none?: string }) {
  const most = Math.max(1, ...rows.map((row) => row.count))
  return (
    <Card title={title}>
      {rows.length === 0 ? (
        <p className="second">{none}</p>
      ) : (
        <ol className={classes.counts}>
          {rows.slice(0, 8).map((row) => (
            <li key={row.key}>
              <div className={classes.countHead}>
                {row.onOpen ? (
                  <button type="button" className={classes.filter} onClick={row.onOpen} title="Show these entries">
                    {row.label}
                  </button>
                ) : (
                  <span className="clip">{row.label}</span>
                )}
                <span className="strong">{row.count.toLocaleString('en-GB')}</span>
              </div>
              <div className={classes.bar} aria-hidden>
                <span style={{ width: `${(100 * row.count) / most}%` }} />
              </div>
              <div className="second tiny">
                {row.note}
                {row.failed ? ` · ${row.failed} failed` : ''}
              </div>
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}

function daysAgo(days: number) {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - days + 1)).toISOString().replace('.000Z', 'Z')
}
