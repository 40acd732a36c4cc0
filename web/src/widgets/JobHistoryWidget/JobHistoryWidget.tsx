import { Button, TextInput } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useState } from 'react'
import { useUrlState } from '../../app/url'
import { Problem } from '../../api/problem'
import type { Run } from '../../api/types'
import { Card } from '../../parts/Card'
import { Empty } from '../../parts/Empty'
import { useArrived } from '../../parts/Later'
import { Link } from '../../parts/Link'
import { Segments } from '../../parts/Segments'
import { Skeleton } from '../../parts/Skeleton'
import { number, plural } from '../../parts/time'
import { Trouble } from '../../parts/Trouble'
import classes from './history.module.css'
import { RunTable } from './RunTable'
import { useRuns } from './useRuns'
import { WhyDialog } from './WhyDialog'

export interface JobHistoryWidgetProps {
  scheduleId?: string
  /** With dates and longer pages: the history's own page. */
  full?: boolean
  size?: number
}

const kinds = [
  { value: '', label: 'All' },
  { value: 'failed,partially_failed', label: 'Failed' },
  { value: 'running,queued', label: 'Running' },
]

/** What ran: how it went, who started it, and the files it made. */
export function JobHistoryWidget({ scheduleId, full, size = full ? 50 : 8 }: JobHistoryWidgetProps) {
  const [url, setUrl] = useUrlState()
  const [why, setWhy] = useState<Run | null>(null)
  const status = url.runs ?? ''
  const list = useRuns({ schedule_id: scheduleId, status: status || undefined, ...(full && { from: url.from, to: url.to ? `${url.to}T23:59:59Z` : undefined }) }, size)
  const arrived = useArrived(!list.isPending)
  const isFiltered = Boolean(status || (full && (url.from || url.to)))

  return (
    <Card
      title="Run history"
      count={full && list.total !== undefined ? number(list.total) : undefined}
      flush
      id="history"
      aside={
        <div className={classes.dates}>
          {full && (
            <>
              <TextInput type="date" aria-label="Scheduled from" value={url.from ?? ''} onChange={(event) => setUrl({ from: event.currentTarget.value || undefined })} />
              <span className="second">to</span>
              <TextInput type="date" aria-label="Scheduled until" value={url.to ?? ''} onChange={(event) => setUrl({ to: event.currentTarget.value || undefined })} />
            </>
          )}
          <Segments label="Which runs" options={kinds} value={status} onChange={(runs) => setUrl({ runs: runs || undefined })} />
        </div>
      }
    >
      {list.waiting > 0 && (
        <div className={classes.pill} role="status">
          <Button size="xs" variant="light" onClick={list.refresh}>
            {plural(list.waiting, 'new run')}
          </Button>
        </div>
      )}
      {!arrived ? (
        <Skeleton rows={6} label="Loading the runs" />
      ) : list.error && list.rows.length === 0 ? (
        <Trouble problem={Problem.of(list.error)} onRetry={list.refresh} />
      ) : list.rows.length === 0 ? (
        isFiltered ? (
          <Empty title="No run is like that" icon={IconHistory} action={<Button variant="default" onClick={() => setUrl({ runs: undefined, from: undefined, to: undefined })}>Show all runs</Button>} />
        ) : (
          <Empty title="Nothing ran yet" icon={IconHistory}>
            Runs appear here as schedules come due, or when one is run by hand.
          </Empty>
        )
      ) : (
        <RunTable runs={list.rows} onWhy={setWhy} withSchedule={!scheduleId} />
      )}
      {arrived && list.rows.length > 0 && (
        <div className={classes.foot}>
          {list.hasMore && (
            <Button variant="subtle" size="xs" loading={list.isFetchingMore} onClick={list.more}>
              Show {size === 8 ? 8 : 50} more
            </Button>
          )}
          <span className="second small">
            {number(list.rows.length)} of {number(Math.max(list.total ?? 0, list.rows.length))}
          </span>
          {!full && !scheduleId && (
            <Link to="/reports/history" className="small" style={{ marginLeft: 'auto' }}>
              Whole history
            </Link>
          )}
        </div>
      )}
      <WhyDialog run={why} onClose={() => setWhy(null)} />
    </Card>
  )
}
