import { useQueryClient } from '@tanstack/react-query'
import { api, ask } from '../../api/client'
import { ifMatch } from '../../api/etag'
import type { components } from '../../api/schema'
import { said } from '../../app/toast'
import { Dialog } from '../../parts/Dialog'
import { Impact, useImpact } from '../../parts/Impact'
import { useSubmit } from '../../parts/submit'

interface Props {
  report: Pick<components['schemas']['TemplateWire'], 'id' | 'title' | 'version'>
  onClose: () => void
  onDeleted?: () => void
}

/** Says which schedules send a report before it goes: as long as there is one, it stays. */
export function DeleteReport({ report, onClose, onDeleted }: Props) {
  const client = useQueryClient()
  const impact = useImpact('template', report.id)
  const remove = useSubmit(async () => {
    await ask(api.DELETE('/api/v1/reports/templates/{id}', { params: { path: { id: report.id }, header: ifMatch(report) } }))
    said(`“${report.title}” is deleted. Its past runs stay readable.`)
    onClose()
    onDeleted?.()
    await client.invalidateQueries({ queryKey: ['templates', 'list'] })
  })
  const removal = impact.isFree ? { action: 'Delete report', tone: 'bad' as const, cancel: 'Keep it', onSubmit: () => void remove.run(), busy: remove.busy } : {}
  return (
    <Dialog title={`Delete “${report.title}”?`} opened onClose={onClose} problem={remove.problem} {...removal}>
      <Impact
        impact={impact}
        free="No schedule sends it. Its text and its versions go; the runs and files that it made stay readable."
        used="It cannot go yet: these send it. Delete them, or give them another report, first."
      />
    </Dialog>
  )
}
