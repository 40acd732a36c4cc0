import type { Summary } from '../api/types'
import classes from './ahead.module.css'
import { exact, plural } from './time'

const day = 24 * 3600_000

/** The next 24 hours on a line, a mark for each quarter of an hour that has a run. */
export function Ahead({ coming, now, zone }: { coming: Summary['coming']; now: Date; zone: string }) {
  const total = coming.reduce((sum, slot) => sum + slot.count, 0)
  const most = Math.max(1, ...coming.map((slot) => slot.count))
  return (
    <figure className={classes.figure}>
      <div className={classes.line} role="img" aria-label={total === 0 ? 'Nothing is due in the next 24 hours' : `${plural(total, 'run')} in the next 24 hours`}>
        {[0, 25, 50, 75, 100].map((at) => (
          <i key={at} className={classes.tick} style={{ left: `${at}%` }} />
        ))}
        {coming.map((slot) => {
          const at = Math.min(100, Math.max(0, ((new Date(slot.at).getTime() - now.getTime()) / day) * 100))
          return (
            <b key={slot.at} className={classes.mark} style={{ left: `${at}%`, height: 8 + Math.round((slot.count / most) * 8) }} title={`${exact(slot.at, zone)} · ${slot.count === 1 ? slot.name : plural(slot.count, 'run')}`} />
          )
        })}
      </div>
      <figcaption className={classes.scale} aria-hidden>
        <span>now</span>
        <span>+6 h</span>
        <span>+12 h</span>
        <span>+18 h</span>
        <span>+24 h</span>
      </figcaption>
    </figure>
  )
}
