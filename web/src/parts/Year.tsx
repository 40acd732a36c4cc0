import type { Occurrence } from '../api/types'
import { plural } from './time'

const cell = 9
const gap = 2

/** A year of runs from today on: a square a day, weeks as columns. */
export function Year({ occurrences, today }: { occurrences: Occurrence[]; today: Date }) {
  const counts = new Map<string, number>()
  for (const slot of occurrences) {
    const day = slot.local.slice(0, 10)
    counts.set(day, (counts.get(day) ?? 0) + 1)
  }
  const start = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate()))
  start.setUTCDate(start.getUTCDate() - ((start.getUTCDay() + 6) % 7))
  const last = [...counts.keys()].sort().at(-1)
  const days = Array.from({ length: 53 * 7 }, (_, index) => {
    const day = new Date(start.getTime() + index * 86_400_000).toISOString().slice(0, 10)
    return { day, x: Math.floor(index / 7) * (cell + gap), y: (index % 7) * (cell + gap) + 14, count: counts.get(day) ?? 0 }
  })
  const months = days.filter((d, index) => d.day.endsWith('-01') || index === 0)
  const text = `${plural(counts.size, 'day')} with a run${last ? `, the last shown ${last}` : ''}`
  return (
    <figure style={{ margin: 0, overflowX: 'auto' }} tabIndex={0} aria-label="The year ahead">
      <svg width={53 * (cell + gap)} height={7 * (cell + gap) + 14} role="img" aria-label={text}>
        {months.slice(1).filter((d) => d.x < 51 * (cell + gap)).map((d) => (
          <text key={d.day} x={d.x} y={9} fontSize={10} fill="var(--bs-second)">
            {new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' }).format(new Date(d.day))}
          </text>
        ))}
        {days.map((d) => (
          <rect key={d.day} x={d.x} y={d.y} width={cell} height={cell} rx={2} fill={d.count > 0 ? 'var(--bs-accent)' : 'var(--bs-grey-soft)'} opacity={last && d.day > last ? 0.45 : 1}>
            <title>{d.count > 0 ? `${d.day}: ${plural(d.count, 'run')}` : d.day}</title>
          </rect>
        ))}
      </svg>
      <figcaption className="second small">{text}.</figcaption>
    </figure>
  )
}
