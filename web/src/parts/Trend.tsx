import type { RecentRun } from '../api/types'
import { duration, seconds } from './time'
import classes from '../pages/detail.module.css'

/** How long the runs took, oldest first, as a line with its largest and its usual value in words. */
export function Trend({ runs }: { runs: RecentRun[] }) {
  const took = runs
    .filter((r) => r.status === 'succeeded')
    .map((r) => seconds(r.started_at, r.finished_at))
    .filter((s): s is number => s !== null)
    .reverse()
  if (took.length < 2) return <p className="second small">A line of how long runs take appears after two of them.</p>
  const most = Math.max(...took, 0.001)
  const usual = [...took].sort((a, b) => a - b)[Math.floor(took.length / 2)]!
  const points = took.map((value, index) => `${((index / (took.length - 1)) * 296 + 2).toFixed(1)},${(70 - (value / most) * 60).toFixed(1)}`)
  const text = `The last ${took.length} runs took ${duration(usual)} as a rule, ${duration(most)} at most`
  return (
    <figure style={{ margin: 0 }}>
      <svg viewBox="0 0 300 76" preserveAspectRatio="none" className={classes.trend} role="img" aria-label={text}>
        <line x1="0" y1="70" x2="300" y2="70" stroke="var(--bs-line)" vectorEffect="non-scaling-stroke" />
        <polyline points={points.join(' ')} fill="none" stroke="var(--bs-accent)" strokeWidth="2" strokeLinejoin="round" vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption className="second small">{text}.</figcaption>
    </figure>
  )
}
