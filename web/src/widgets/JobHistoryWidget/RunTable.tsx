import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import { IconDownload, IconX } from '@tabler/icons-react'
import { useMe } from '../../api/me'
import type { Artifact, Run } from '../../api/types'
import { Link } from '../../parts/Link'
import parts from '../../parts/parts.module.css'
import { Status } from '../../parts/Status'
import { bytes, duration, exact, number, relative, seconds, useNow } from '../../parts/time'
import classes from './history.module.css'
import { useRunActions } from './useRunActions'
import { progress, startedBy, whyFailed } from './why'

interface Props {
  runs: Run[]
  onWhy: (run: Run) => void
  withSchedule: boolean
}

export function RunTable({ runs, onWhy, withSchedule }: Props) {
  const open = runs.some((r) => r.status === 'running' || r.status === 'queued')
  const now = useNow(open ? 1_000 : 15_000)
  return (
    <table className={parts.table} aria-label="Runs">
      <thead>
        <tr>
          <th scope="col">Status</th>
          <th scope="col">{withSchedule ? 'Schedule' : 'For'}</th>
          <th scope="col">Started</th>
          <th scope="col" className={parts.right}>
            Took
          </th>
          <th scope="col" className={parts.right}>
            Rows
          </th>
          <th scope="col">Started by</th>
          <th scope="col">
            <span className="unseen">Files and what to do</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <RunLine key={run.id} run={run} now={now} onWhy={onWhy} withSchedule={withSchedule} />
        ))}
      </tbody>
    </table>
  )
}

const here = Intl.DateTimeFormat().resolvedOptions().timeZone

function RunLine({ run, now, onWhy, withSchedule }: { run: Run; now: Date; onWhy: (run: Run) => void; withSchedule: boolean }) {
  const actions = useRunActions()
  const { may } = useMe()
  const at = run.started_at ?? run.queued_at
  const took = run.started_at ? seconds(run.started_at, run.finished_at ?? now) : null
  const name = withSchedule ? run.schedule_name : exact(run.scheduled_for, here, now)
  const why = whyFailed(run)
  const failed = why !== null
  return (
    <tr>
      <td data-wide>
        <Status of={run.status} />
      </td>
      <td data-wide>
        <Link to={`/reports/history/${run.id}`} className={`strong ${classes.name}`}>
          {name}
        </Link>
        {failed && (
          <div>
            <button type="button" className={`unstyled ${classes.why}`} style={{ color: 'var(--bs-accent-text)', textDecoration: 'underline' }} onClick={() => onWhy(run)} aria-label={`Why did it fail? ${run.schedule_name}`}>
              Why did it fail?
            </button>
          </div>
        )}
        {run.status === 'skipped' && run.reason && <div className="second small">{run.reason}</div>}
      </td>
      <td data-label="Started">
        <Tooltip label={exact(at, here, now)}>
          <span tabIndex={-1}>{run.started_at ? relative(at, now) : `waits since ${relative(at, now).replace(' ago', '')}`}</span>
        </Tooltip>
      </td>
      <td data-label="Took" className={`${parts.right} nowrap`}>
        {run.status === 'running' ? <Bar run={run} now={now} /> : took === null ? '—' : duration(took)}
      </td>
      <td data-label="Rows" className={parts.right}>
        {run.rows === null || run.rows === undefined ? '—' : number(run.rows)}
      </td>
      <td data-label="Started by">{startedBy(run)}</td>
      <td data-wide={run.artifacts.length > 0 || undefined}>
        <div className={classes.actions}>
          <Files files={run.artifacts} />
          {why && why.action !== 'approve' && may('schedule') && (
            <Button size="xs" variant="default" onClick={() => void (why.action === 'retry-deliveries' ? actions.retryDeliveries(run) : actions.retry(run))} aria-label={`Retry ${run.schedule_name}`}>
              Retry
            </Button>
          )}
          {(run.status === 'running' || run.status === 'queued') && may('schedule') && (
            <Tooltip label="Stop">
              <ActionIcon aria-label={`Stop ${run.schedule_name}`} onClick={() => void actions.cancel(run)}>
                <IconX size={16} />
              </ActionIcon>
            </Tooltip>
          )}
        </div>
      </td>
    </tr>
  )
}

function Bar({ run, now }: { run: Run; now: Date }) {
  const at = progress(run, now)
  return (
    <span className={classes.bar} role="progressbar" aria-label={`${run.schedule_name} is running`} data-unknown={at === null} {...(at !== null && { 'aria-valuenow': at, 'aria-valuemin': 0, 'aria-valuemax': 100 })}>
      <span style={at === null ? undefined : { width: `${at}%` }} />
    </span>
  )
}

export const fileAddress = (file: Artifact) => `/api/v1/reports/artifacts/${file.id}`

function Files({ files }: { files: Artifact[] }) {
  const [first, ...more] = files
  if (!first) return null
  if (more.length === 0)
    return (
      <a className={classes.file} href={fileAddress(first)} download aria-label={`Download ${first.file_name}, ${bytes(first.bytes)}`}>
        <IconDownload size={15} stroke={1.7} aria-hidden /> {bytes(first.bytes)}
      </a>
    )
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={`unstyled ${classes.file}`}>
          <IconDownload size={15} stroke={1.7} aria-hidden /> {files.length} files
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {files.map((file) => (
          <Menu.Item key={file.id} component="a" href={fileAddress(file)} download>
            {file.file_name} <span className="second">{bytes(file.bytes)}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
