import { IconWorld } from '@tabler/icons-react'
import type { Occurrence } from '../../api/types'
import classes from './form.module.css'
import { nextRuns } from './nextRuns'

/** The next five runs, with what daylight saving does to each. */
export function NextRuns({ occurrences, isBehind }: { occurrences: Occurrence[]; isBehind: boolean }) {
  if (occurrences.length === 0) return null
  return (
    <div className={classes.next} style={{ opacity: isBehind ? 0.6 : 1 }}>
      <h3>Next {occurrences.length} runs</h3>
      <ol>
        {nextRuns(occurrences).map((run) => (
          <li key={run.at}>
            <span>{run.day}</span>
            <span className="strong">{run.time}</span>
            <span className={classes.utc}>{run.utc}</span>
            {run.note && (
              <span className={classes.note}>
                <IconWorld size={14} aria-hidden />
                {run.note}
              </span>
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}
