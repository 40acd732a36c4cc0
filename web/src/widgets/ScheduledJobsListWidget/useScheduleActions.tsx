import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { refused, said } from '../../app/toast'
import { api, ask } from '../../api/client'
import type { Schedule } from '../../api/types'
import { plural } from '../../parts/time'

export type ScheduleActions = ReturnType<typeof useScheduleActions>

/** What can be done with schedules. Pausing can be undone; deleting is asked about before. */
export function useScheduleActions() {
  const client = useQueryClient()
  const refresh = () => Promise.all(['schedules', 'schedule', 'summary', 'runs'].map((name) => client.invalidateQueries({ queryKey: [name] })))

  async function each(schedules: Schedule[], act: (id: string) => Promise<unknown>) {
    const results = await Promise.allSettled(schedules.map((s) => act(s.id)))
    await refresh()
    const failed = results.find((r): r is PromiseRejectedResult => r.status === 'rejected')
    if (failed) refused(failed.reason, results.length === 1 ? 'Not done' : `Not done for ${plural(results.filter((r) => r.status === 'rejected').length, 'schedule')}`)
    return !failed
  }

  const pauseOne = (id: string) => ask(api.POST('/api/v1/reports/schedules/{id}/pause', { params: { path: { id } } }))
  const resumeOne = (id: string) => ask(api.POST('/api/v1/reports/schedules/{id}/resume', { params: { path: { id } } }))
  const named = (schedules: Schedule[]) => (schedules.length === 1 ? `“${schedules[0]!.name}”` : plural(schedules.length, 'schedule'))

  async function pause(schedules: Schedule[]) {
    if (!(await each(schedules, pauseOne))) return
    const id = `paused-${schedules.map((s) => s.id).join()}`
    notifications.show({
      id,
      role: 'status',
      autoClose: 10_000,
      message: (
        <span style={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: 12 }}>
          Paused {named(schedules)}.
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              notifications.hide(id)
              void each(schedules, resumeOne)
            }}
          >
            Undo
          </Button>
        </span>
      ),
    })
  }

  async function resume(schedules: Schedule[]) {
    if (await each(schedules, resumeOne)) said(`Resumed ${named(schedules)}.`)
  }

  return {
    pause,
    resume,
    toggle: (schedule: Schedule) => void (schedule.enabled ? pause([schedule]) : resume([schedule])),
    async run(schedule: Schedule) {
      try {
        await ask(api.POST('/api/v1/reports/schedules/{id}/run', { params: { path: { id: schedule.id } } }))
        said(`“${schedule.name}” runs now. Its schedule stays as it is.`)
        await refresh()
      } catch (error) {
        refused(error)
      }
    },
    async remove(schedules: Schedule[]) {
      if (await each(schedules, (id) => ask(api.DELETE('/api/v1/reports/schedules/{id}', { params: { path: { id } } })))) said(`Deleted ${named(schedules)}.`)
    },
  }
}
