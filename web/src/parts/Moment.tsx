import { Tooltip } from '@mantine/core'

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

const relative = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' })
const exact = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short' })
const shortDate = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })

/** "3 hours ago", "in 2 days", "just now". */
export function fromNow(instant: string, now: number = Date.now()): string {
  const seconds = (Date.parse(instant) - now) / 1000
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1]
  return unit === 'second' ? (seconds > 0 ? 'in less than a minute' : 'just now') : relative.format(Math.trunc(seconds / size), unit)
}

export const exactly = (instant: string) => exact.format(new Date(instant))
export const dateOf = (instant: string) => shortDate.format(new Date(instant))

/** When something was, as people say it; its exact time for those who ask. */
export function Moment({ at, none = '—', date = false }: { at: string | null | undefined; none?: string; date?: boolean }) {
  if (!at) return <span className="second">{none}</span>
  return (
    <Tooltip label={exactly(at)}>
      <time dateTime={at} className="nowrap">
        {date ? dateOf(at) : fromNow(at)}
      </time>
    </Tooltip>
  )
}
