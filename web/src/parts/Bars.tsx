import type { RecentRun } from '../api/types'
import { duration, plural, seconds } from './time'
import { statusWord } from './Status'

const wide = 4
const gap = 2
const high = 20

/** What the bars say, in words. */
export function barsText(runs: RecentRun[]): string {
  if (runs.length === 0) return 'No run yet'
  const failed = runs.filter((r) => r.status === 'failed' || r.status === 'partially_failed').length
  const last = statusWord(runs[0]!.status).toLowerCase()
  return `Last ${plural(runs.length, 'run')}: ${failed === 0 ? 'none failed' : `${failed} failed`}; the newest ${last}`
}

/** How many of the newest runs failed in a row. */
export function failedInARow(runs: { status: string }[]): number {
  const ended = runs.filter((r) => !['queued', 'running'].includes(r.status))
  const first = ended.findIndex((r) => r.status !== 'failed' && r.status !== 'partially_failed')
  return first < 0 ? ended.length : first
}

/** The last runs, oldest first: height is how long each took beside the others, and a failed one is full, red and notched. */
export function Bars({ runs, most = 14 }: { runs: RecentRun[]; most?: number }) {
  const shown = runs.slice(0, most).reverse()
  const longest = Math.max(...shown.map((r) => seconds(r.started_at, r.finished_at) ?? 0), 0.001)
  const width = Math.max(1, shown.length * (wide + gap) - gap)
  return (
    <svg width={width} height={high} role="img" aria-label={barsText(runs)} style={{ display: 'block' }}>
      {shown.map((run, index) => {
        const took = seconds(run.started_at, run.finished_at)
        const bad = run.status === 'failed' || run.status === 'partially_failed'
        const quiet = ['skipped', 'cancelled', 'queued', 'running'].includes(run.status)
        const height = bad ? high : quiet ? 6 : Math.round(9 + 7 * Math.sqrt((took ?? 0) / longest))
        return (
          <rect key={run.id} x={index * (wide + gap)} y={high - height} width={wide} height={height} rx={1.5} fill={bad ? 'var(--bs-bad)' : quiet ? 'var(--bs-bar-quiet)' : 'var(--bs-ok-bar)'}>
            <title>{`${statusWord(run.status)}${took === null ? '' : `, ${duration(took)}`}`}</title>
          </rect>
        )
      })}
    </svg>
  )
}
