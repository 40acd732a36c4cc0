import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { tell } from '../../app/live'
import { fakeApi } from '../../testing/fakeApi'
import { answers, aSchedule, page } from '../../testing/samples'
import { Stage } from '../../testing/Stage'
import { ScheduledJobsListWidget } from './ScheduledJobsListWidget'
import { nextSort } from './ScheduleTable'

const one = aSchedule({ id: 's1', name: 'Orders' }, 'xx............')
const list = 'GET /api/v1/reports/schedules'

function show(api: Record<string, unknown> = {}) {
  const server = fakeApi({ ...answers, [list]: page([one]), 'POST /api/v1/reports/schedules/s1/pause': one, 'POST /api/v1/reports/schedules/s1/resume': one, ...api })
  vi.stubGlobal('fetch', server.fetch)
  const act = { onEdit: vi.fn(), onCopy: vi.fn(), onNew: vi.fn() }
  render(<Stage><ScheduledJobsListWidget {...act} /></Stage>)
  return { server, act }
}

test.each([
  ['name', undefined, 'name'],
  ['name', 'name', '-name'],
  ['name', '-name', undefined],
  ['name', 'next_run_at', 'name'],
])('A click on %s when sorted by %s sorts by %s', (id, now, then) => {
  expect(nextSort(id, now)).toBe(then)
})

test('The last runs are bars with words, and a streak of failures is said', async () => {
  show()
  expect(await screen.findByRole('img', { name: 'Last 14 runs: 2 failed; the newest failed' })).toBeTruthy()
  expect(screen.getByText('Failed twice')).toBeTruthy()
})

test('Pausing can be undone', async () => {
  const { server } = show()
  await userEvent.click(await screen.findByRole('button', { name: 'Pause Orders' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(server.calls.map((c) => c.path)).toContain('/api/v1/reports/schedules/s1/resume'))
})

test('Deleting asks, says what stays, and does nothing when it is kept', async () => {
  const { server } = show()
  await userEvent.click(await screen.findByRole('button', { name: 'More for Orders' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Delete…' }))
  const dialog = await screen.findByRole('dialog')
  expect(dialog.textContent).toContain('The history and the files that were made stay')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Keep' }))
  expect(server.calls.some((c) => c.method === 'DELETE')).toBe(false)
})

test('A schedule that somebody else makes waits to be shown', async () => {
  show()
  await screen.findByText('Orders')
  tell([{ type: 'schedule', id: 'other', status: 'created', at: '2026-03-25T09:41:00Z' }])
  expect(await screen.findByRole('button', { name: '1 new schedule' })).toBeTruthy()
})

test('Keys go to the row, and n to the form', async () => {
  const { act } = show()
  await screen.findByText('Orders')
  await userEvent.keyboard('n')
  expect(act.onNew).toHaveBeenCalled()
  await userEvent.keyboard('j')
  await userEvent.keyboard('e')
  expect(act.onEdit).toHaveBeenCalledWith('s1')
})
