import type { Schedule } from '../../api/types'
import { Confirm } from '../../parts/Confirm'
import { plural } from '../../parts/time'

interface Props {
  schedules: Schedule[] | null
  onClose: () => void
  onDelete: (schedules: Schedule[]) => Promise<void>
}

/** Says what goes with a schedule, and what stays. */
export function DeleteDialog({ schedules, onClose, onDelete }: Props) {
  const one = schedules?.length === 1 ? schedules[0] : undefined
  const what = one ? `“${one.name}”` : plural(schedules?.length ?? 0, 'schedule')
  return (
    <Confirm open={schedules !== null} title={`Delete ${what}?`} verb={one ? 'Delete schedule' : `Delete ${what}`} onClose={onClose} onConfirm={() => onDelete(schedules ?? [])}>
      <p>
        {one ? 'It' : 'They'} will not run again, and runs that still wait are cancelled. The history and the files that were made stay, as long as files are kept. If you only want it quiet for a while, pause it
        instead.
      </p>
    </Confirm>
  )
}
