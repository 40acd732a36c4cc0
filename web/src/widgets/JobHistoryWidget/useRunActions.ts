import { useQueryClient } from '@tanstack/react-query'
import { refused, said } from '../../app/toast'
import { api, ask } from '../../api/client'
import type { Run } from '../../api/types'
import { plural } from '../../parts/time'

/** What can be done with a run. */
export function useRunActions() {
  const client = useQueryClient()

  async function doing(work: () => Promise<unknown>, done: string) {
    try {
      await work()
      said(done)
      await Promise.all(['runs', 'run', 'schedules', 'summary'].map((name) => client.invalidateQueries({ queryKey: [name] })))
      return true
    } catch (error) {
      refused(error)
      return false
    }
  }

  const retryDelivery = (run: Run, id: string) => ask(api.POST('/api/v1/reports/runs/{id}/deliveries/{deliveryId}/retry', { params: { path: { id: run.id, deliveryId: id } } }))

  return {
    retry: (run: Run) => doing(() => ask(api.POST('/api/v1/reports/runs/{id}/retry', { params: { path: { id: run.id } } })), `“${run.schedule_name}” runs again for the same slot.`),
    cancel: (run: Run) => doing(() => ask(api.POST('/api/v1/reports/runs/{id}/cancel', { params: { path: { id: run.id } } })), `Stopped “${run.schedule_name}”.`),
    retryDelivery: (run: Run, id: string, recipient: string) => doing(() => retryDelivery(run, id), `Sending again to ${recipient}.`),
    /** The same files, to those who did not get them. */
    async retryDeliveries(run: Run) {
      const failed = run.deliveries.filter((d) => d.status === 'failed' || d.status === 'unknown')
      if (failed.length === 0) return this.retry(run)
      return doing(async () => {
        for (const delivery of failed) await retryDelivery(run, delivery.id)
      }, `Sending again to ${plural(failed.length, 'recipient')}.`)
    },
  }
}
