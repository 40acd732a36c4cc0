import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { tell } from '../../app/live'
import { fakeApi, reply } from '../../testing/fakeApi'
import { aDelivery, aFile, answers, aRun, page } from '../../testing/samples'
import { Stage } from '../../testing/Stage'
import { JobHistoryWidget } from './JobHistoryWidget'

const partly = aRun({ id: 'r1', status: 'partially_failed', schedule_name: 'Orders', artifacts: [aFile()], deliveries: [aDelivery(), aDelivery({ id: 'd2', recipient: 'gone@example.com', status: 'failed', error: '550 no such mailbox' })] })

function show(api: Record<string, unknown> = {}) {
  const server = fakeApi({ ...answers, 'GET /api/v1/reports/runs': page([partly]), ...api })
  vi.stubGlobal('fetch', server.fetch)
  render(<Stage><JobHistoryWidget /></Stage>)
  return server
}

test('New runs wait to be shown; one that is shown changes where it stands', async () => {
  show({ 'GET /api/v1/reports/runs/r1': { ...partly, status: 'succeeded' } })
  await screen.findByText('Partly failed')
  tell(['a', 'b', 'c'].map((id) => ({ type: 'run', id, status: 'queued', at: '2026-03-25T09:41:00Z' })))
  expect(await screen.findByRole('button', { name: '3 new runs' })).toBeTruthy()
  tell([{ type: 'run', id: 'r1', status: 'succeeded', at: '2026-03-25T09:41:00Z' }])
  expect(await screen.findByText('Succeeded')).toBeTruthy()
})

test('A run that ends while the list is on its way is shown as it ended', async () => {
  const fresh = aRun({ id: 'a', status: 'running', finished_at: null, artifacts: [], deliveries: [] })
  let answer: (page: unknown) => void = () => {}
  let first = true
  show({
    'GET /api/v1/reports/runs': () => {
      if (!first) return new Promise((resolve) => (answer = resolve))
      first = false
      return page([partly])
    },
    'GET /api/v1/reports/runs/a': { ...fresh, status: 'succeeded' },
  })
  await screen.findByText('Partly failed')
  tell([{ type: 'run', id: 'a', status: 'queued', at: '2026-03-25T09:41:00Z' }])
  await userEvent.click(await screen.findByRole('button', { name: '1 new run' }))
  tell([{ type: 'run', id: 'a', status: 'succeeded', at: '2026-03-25T09:41:01Z' }])
  answer(page([fresh, partly]))
  expect(await screen.findByText('Succeeded')).toBeTruthy()
  expect(screen.queryByRole('button', { name: /new run/ })).toBeNull()
})

test('Why it failed says what is safe; sending again goes only to whom it did not reach', async () => {
  const server = show({ 'POST /api/v1/reports/runs/r1/deliveries/*/retry': reply(202, aDelivery()) })
  await userEvent.click(await screen.findByRole('button', { name: 'Why did it fail? Orders' }))
  const dialog = await screen.findByRole('dialog')
  expect(dialog.textContent).toContain('1 recipient has it and will not get it again.')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Send again to those without it' }))
  await waitFor(() => expect(server.calls.filter((c) => c.method === 'POST').map((c) => c.path)).toEqual(['/api/v1/reports/runs/r1/deliveries/d2/retry']))
})
