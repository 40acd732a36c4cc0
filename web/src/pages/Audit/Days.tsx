import classes from './audit.module.css'

interface Day {
  day: string
  count: number
  failed: number
}

const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const named = (day: string) => date.format(new Date(`${day}T00:00:00Z`))

/** A bar a day, quiet days included; long times are put together by weeks so that a bar stays one that can be seen. */
export function Days({ days, from, to }: { days: Day[]; from: string; to: string }) {
  const bars = barsOf(days, from, to)
  const most = Math.max(1, ...bars.map((bar) => bar.count))
  const step = bars.length > 1 && bars[0]!.until !== bars[0]!.day ? 'weeks' : 'days'
  const peak = bars.reduce((best, bar) => (bar.count > best.count ? bar : best), bars[0]!)
  return (
    <figure className={classes.days}>
      <div className={classes.plot} role="img" aria-label={`Entries by ${step === 'weeks' ? 'week' : 'day'}, from ${named(bars[0]!.day)} to ${named(bars.at(-1)!.until)}. Most, ${peak.count}, at ${named(peak.day)}.`}>
        {bars.map((bar) => (
          <span key={bar.day} className={classes.day} title={`${named(bar.day)}${bar.until === bar.day ? '' : ` to ${named(bar.until)}`}: ${bar.count}${bar.failed ? `, ${bar.failed} failed` : ''}`}>
            <span className={classes.dayFailed} style={{ height: `${(100 * bar.failed) / most}%` }} />
            <span className={classes.dayDone} style={{ height: `${(100 * (bar.count - bar.failed)) / most}%` }} />
          </span>
        ))}
      </div>
      <figcaption className={classes.axis}>
        <span>{named(bars[0]!.day)}</span>
        <span>
          Most: {peak.count.toLocaleString('en-GB')} at {named(peak.day)}
        </span>
        <span>{named(bars.at(-1)!.until)}</span>
      </figcaption>
    </figure>
  )
}

const longestByDay = 120

export function barsOf(days: Day[], from: string, to: string) {
  const counts = new Map(days.map((day) => [day.day, day]))
  const all: { day: string; until: string; count: number; failed: number }[] = []
  const end = Date.parse(to) - 1
  for (let at = Date.parse(from.slice(0, 10) + 'T00:00:00Z'); at <= end; at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10)
    const found = counts.get(day)
    all.push({ day, until: day, count: found?.count ?? 0, failed: found?.failed ?? 0 })
  }
  if (all.length <= longestByDay) return all
  const weeks: typeof all = []
  for (let start = 0; start < all.length; start += 7) {
    const week = all.slice(start, start + 7)
    weeks.push({ day: week[0]!.day, until: week.at(-1)!.day, count: sum(week, 'count'), failed: sum(week, 'failed') })
  }
  return weeks
}

function sum(bars: { count: number; failed: number }[], what: 'count' | 'failed') {
  return bars.reduce((total, bar) => total + bar[what], 0)
}
