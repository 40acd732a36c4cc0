import { useQueryClient } from '@tanstack/react-query'
import { said } from '../../app/toast'
import { Dialog } from '../Dialog'
import { Impact, useImpact } from '../Impact'
import { useSubmit } from '../submit'
import type { Kind, Thing } from './kinds'

/** Says who uses it before it goes; as long as somebody does, it stays. */
export function DeleteThing({ kind, thing, onClose }: { kind: Kind; thing: Thing; onClose: () => void }) {
  const client = useQueryClient()
  const impact = useImpact(kind.touches, thing.id)
  const remove = useSubmit(async () => {
    await kind.remove(thing)
    said(`“${thing.name}” is deleted, with its secrets.`)
    onClose()
    await client.invalidateQueries({ queryKey: [kind.key] })
  })
  const removal = impact.isFree ? { action: `Delete ${kind.one}`, tone: 'bad' as const, cancel: 'Keep it', onSubmit: () => void remove.run(), busy: remove.busy } : {}
  return (
    <Dialog title={`Delete “${thing.name}”?`} opened onClose={onClose} problem={remove.problem} {...removal}>
      <Impact impact={impact} free={kind.free} used={kind.used} />
    </Dialog>
  )
}
