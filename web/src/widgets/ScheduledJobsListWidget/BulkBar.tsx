import { Button } from '@mantine/core'
import type { Schedule } from '../../api/types'
import { plural } from '../../parts/time'
import classes from './list.module.css'
import type { ScheduleActions } from './useScheduleActions'

interface Props {
  chosen: Schedule[]
  actions: ScheduleActions
  onDelete: () => void
  onDone: () => void
}

/** What can be done with many at once. */
export function BulkBar({ chosen, actions, onDelete, onDone }: Props) {
  const active = chosen.filter((s) => s.enabled)
  const paused = chosen.filter((s) => !s.enabled)
  return (
    <div className={classes.bulk} role="group" aria-label="The chosen schedules">
      <span className="strong">{plural(chosen.length, 'schedule')} chosen</span>
      {active.length > 0 && (
        <Button size="xs" variant="default" onClick={() => void actions.pause(active).then(onDone)}>
          Pause
        </Button>
      )}
      {paused.length > 0 && (
        <Button size="xs" variant="default" onClick={() => void actions.resume(paused).then(onDone)}>
          Resume
        </Button>
      )}
      <Button size="xs" variant="default" onClick={onDelete}>
        Delete…
      </Button>
      <Button size="xs" variant="subtle" onClick={onDone}>
        Choose none
      </Button>
    </div>
  )
}
