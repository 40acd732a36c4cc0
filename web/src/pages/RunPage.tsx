import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconAlertTriangle, IconCheck, IconClock, IconDownload, IconLoader2, IconX } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { api, ask } from '../api/client'
import { useMe } from '../api/me'
import { Problem } from '../api/problem'
import type { Run } from '../api/types'
import { announce } from '../app/announce'
import { useChanges } from '../app/live'
import { useParam } from '../app/url'
import { Card } from '../parts/Card'
import { Link } from '../parts/Link'
import { Notice } from '../parts/Notice'
import { PageHead } from '../parts/PageHead'
import parts from '../parts/parts.module.css'
import { Skeleton } from '../parts/Skeleton'
import { Status, statusWord } from '../parts/Status'
import { bytes, number, plural, precise, useNow } from '../parts/time'
import { Trouble } from '../parts/Trouble'
import { channelWord } from '../widgets/ScheduleExportWidget/draft'
import { fileAddress } from '../widgets/JobHistoryWidget/RunTable'
import { useRunActions } from '../widgets/JobHistoryWidget/useRunActions'
import { startedBy } from '../widgets/JobHistoryWidget/why'
import { WhyText } from '../widgets/JobHistoryWidget/WhyDialog'
import classes from './detail.module.css'
import { deliveryState, filterRows, runDifferences, timeline } from './runSteps'

const icons = { ok: IconCheck, bad: IconX, warn: IconAlertTriangle, info: IconLoader2, quiet: IconClock }

/** One run, from the queue to each recipient. */
export default function RunPage() {
  const id = useParam('runId')
  const run = useQuery({ queryKey: ['run', id], queryFn: () => ask(api.GET('/api/v1/reports/runs/{id}', { params: { path: { id } } })) })
  const previousId = run.data?.previous_run_id
  const previous = useQuery({ queryKey: ['run', previousId], queryFn: () => ask(api.GET('/api/v1/reports/runs/{id}', { params: { path: { id: previousId! } } })), enabled: Boolean(previousId) })
  const last = useRef<string | null>(null)
  useChanges((changes) => {
    if (changes.some((c) => (c.type === 'run' && c.id === id) || (c.type === 'delivery' && c.run_id === id))) void run.refetch()
  })
  useEffect(() => {
    if (!run.data) return
    if (last.current && last.current !== run.data.status) announce(`The run: ${statusWord(run.data.status)}.`)
    last.current = run.data.status
  }, [run.data])

  if (run.isPending) return <Skeleton rows={6} label="Loading the run" />
  if (run.isError) return <Trouble problem={Problem.of(run.error)} onRetry={() => void run.refetch()} />
  return <Whole run={run.data} previous={previous.data ?? null} />
}

function Whole({ run, previous }: { run: Run; previous: Run | null }) {
  const { me, may } = useMe()
  const actions = useRunActions()
  const zone = me?.workspace.timezone ?? 'UTC'
  const open = run.status === 'running' || run.status === 'queued'
  const failed = run.status === 'failed' || run.status === 'partially_failed'
  return (
    <>
      <PageHead
        title={run.schedule_name}
        above={<Link to="/reports/history" className="small">Run history</Link>}
        action={
          may('schedule') ? (
            <>
              {open && <Button variant="default" onClick={() => void actions.cancel(run)}>Stop</Button>}
              {run.status === 'cancelled' && <Button variant="default" onClick={() => void actions.retry(run)}>Retry</Button>}
            </>
          ) : undefined
        }
      >
        For {precise(run.scheduled_for, zone)} ({zone}) · {startedBy(run)}
      </PageHead>
      <div className={classes.two}>
        <div style={{ display: 'grid', gap: 16 }}>
          {failed && <Card title="Why it failed"><WhyText run={run} /></Card>}
          <Card title="How it went" aside={<Status of={run.status} />}>
            {run.reason && <Notice>{run.reason}</Notice>}
            <Timeline run={run} />
          </Card>
        </div>
        <div style={{ display: 'grid', gap: 16 }}>
          <Card title="Files" count={run.artifacts.length} flush>
            {run.artifacts.length === 0 ? <p className="second" style={{ padding: '0 16px 16px' }}>{open ? 'They appear here when they are made.' : 'It made none.'}</p> : (
              <ul className={classes.list}>
                {run.artifacts.map((file) => (
                  <li key={file.id}>
                    <div style={{ minWidth: 0 }}>
                      <a href={fileAddress(file)} download className="strong" style={{ overflowWrap: 'anywhere' }}>{file.file_name}</a>
                      <div className="second small">{bytes(file.bytes)} · {plural(file.rows, 'row')} · kept until {precise(file.expires_at, zone).slice(0, -10)}</div>
                    </div>
                    <Button component="a" href={fileAddress(file)} download variant="default" size="xs" leftSection={<IconDownload size={15} />} aria-label={`Download ${file.file_name}`}>Download</Button>
                  </li>
                ))}
              </ul>
            )}
          </Card>
          <Card title="Deliveries" count={run.deliveries.length} flush>
            {run.deliveries.length === 0 ? <p className="second" style={{ padding: '0 16px 16px' }}>{open ? 'They begin when the files are made.' : 'Nothing was sent.'}</p> : (
              <ul className={classes.list}>
                {run.deliveries.map((delivery) => (
                  <li key={delivery.id}>
                    <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
                      <span className="strong">{delivery.recipient}</span>
                      <div className="second small">{channelWord(delivery.type)} · {plural(delivery.attempts, 'attempt')}{delivery.error ? ` · ${delivery.error}` : ''}</div>
                    </div>
                    <div style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
                      <Status of={deliveryState(delivery)} />
                      {may('schedule') && ['failed', 'unknown'].includes(deliveryState(delivery)) && (
                        <Button size="xs" variant="default" onClick={() => void actions.retryDelivery(run, delivery.id, delivery.recipient)} aria-label={`Retry the delivery to ${delivery.recipient}`}>Retry</Button>
                      )}
                    </div>
                  </li>
                ))}
              </ul>
            )}
          </Card>
          <Card title="Filters used">
            <dl className={classes.facts}>
              {filterRows(run).map(([name, value]) => (
                <div key={name} style={{ display: 'contents' }}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
              <dt>Report</dt>
              <dd>{run.report_type}{run.template_version ? `, version ${number(run.template_version)}` : ''}</dd>
            </dl>
          </Card>
          {previous && <Before run={run} previous={previous} />}
        </div>
      </div>
    </>
  )
}

function Timeline({ run }: { run: Run }) {
  const now = useNow(run.finished_at ? 60_000 : 1_000)
  return (
    <ol className={classes.timeline}>
      {timeline(run, now).map((step) => {
        const Icon = icons[step.tone]
        return (
          <li key={step.title}>
            <span className={classes.dot} data-tone={step.tone} aria-hidden>
              <Icon size={14} stroke={2.2} className={step.tone === 'info' ? parts.spin : undefined} />
            </span>
            <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
              <div className="strong">{step.title}</div>
              {step.detail && <div className="second small">{step.detail}</div>}
            </div>
            <span className={classes.took}>{step.took}</span>
          </li>
        )
      })}
    </ol>
  )
}

function Before({ run, previous }: { run: Run; previous: Run }) {
  const rows = runDifferences(run, previous)
  return (
    <Card title="Beside the run before" aside={<Link to={`/reports/history/${previous.id}`} className="small">Open it</Link>}>
      <dl className={classes.facts}>
        {rows.map((row) => (
          <div key={row.what} style={{ display: 'contents' }}>
            <dt>{row.what}</dt>
            <dd>
              {row.now} <span className="second small">{row.before === row.now ? 'as before' : `before: ${row.before}`}{row.change ? ` (${row.change})` : ''}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
