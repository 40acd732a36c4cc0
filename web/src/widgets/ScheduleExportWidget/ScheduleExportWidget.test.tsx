import { fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { fakeApi, problem, reply } from '../../testing/fakeApi'
import { answers, aParse, aSchedule, viewer } from '../../testing/samples'
import { Stage } from '../../testing/Stage'
import { ScheduleExportWidget } from './ScheduleExportWidget'

const create = 'POST /api/v1/reports/schedules'
const schedule = aSchedule({ id: 's1', version: 4 })

function show(api: Record<string, unknown>, from: { id: string; how: 'edit' | 'copy' } | null = null) {
  const server = fakeApi({ ...answers, ...api })
  vi.stubGlobal('fetch', server.fetch)
  const onSaved = vi.fn()
  render(<Stage><ScheduleExportWidget report="orders" from={from} onSaved={onSaved} /></Stage>)
  return { server, onSaved }
}

test('What was read of the words is what is sent, and the caller is told which schedule it became', async () => {
  const { server, onSaved } = show({ [create]: (call: { body: object }) => reply(201, { ...schedule, ...call.body }) })
  expect(await screen.findByText('Every weekday (Mon–Fri) at 08:00')).toBeTruthy()
  expect(screen.getByText('Clocks change: UTC+1 → UTC+2, still 08:00 local')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Create schedule' }))
  await waitFor(() => expect(onSaved).toHaveBeenCalledWith('s1'))
  const body = server.calls.find((c) => c.method === 'POST' && c.path === '/api/v1/reports/schedules')!.body as Record<string, unknown>
  expect(body).toMatchObject({ report_type: 'orders', schedule_type: 'weekly', formats: ['pdf'], destinations: [{ type: 'email', to: ['maya@example.com'] }], condition: { send: 'always' } })
  expect(body.recurrence).toBeUndefined()
})

test('All that is wrong is in a summary that takes the focus, and each field has its own', async () => {
  show({
    [create]: problem(422, 'Two things.', [
      { field: 'name', code: 'taken', message: 'There is a schedule of this name.' },
      { field: 'destinations[0].to[0]', code: 'bad-address', message: 'This is no e-mail address.' },
    ]),
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Create schedule' }))
  const summary = await screen.findByRole('alert')
  await waitFor(() => expect(document.activeElement).toBe(summary))
  expect(within(summary).getByRole('heading').textContent).toBe('2 things are not right yet')
  await userEvent.click(within(summary).getByRole('link', { name: /Name:/ }))
  expect(document.activeElement).toBe(screen.getByLabelText(/^Name/))
  expect(screen.getAllByText('This is no e-mail address.')).toHaveLength(2)
})

test('An edit that touches only the format keeps the recurrence as it is stored, and says what changes', async () => {
  const { server } = show({ 'GET /api/v1/reports/schedules/*': () => reply(200, schedule, { ETag: '"v4"' }), 'PUT /api/v1/reports/schedules/*': schedule }, { id: 's1', how: 'edit' })
  await userEvent.click(await screen.findByRole('button', { name: 'CSV' }))
  const changes = screen.getByRole('region', { name: 'What changes' })
  expect(changes.textContent).toContain('XLSX → CSV, XLSX')
  await userEvent.click(screen.getByRole('button', { name: 'Save changes' }))
  await waitFor(() => expect(server.calls.some((c) => c.method === 'PUT')).toBe(true))
  const body = server.calls.find((c) => c.method === 'PUT')!.body as Record<string, unknown>
  expect(body.schedule_config).toEqual(schedule.schedule_config)
})

test('Saving right after typing saves what was typed, not what was read before', async () => {
  const parse = (call: { body: { text: string } }) => ({ ...aParse, schedule_type: call.body.text === 'every monday at 9' ? 'weekly' : 'daily', description: call.body.text })
  const { server } = show({ 'POST /api/v1/reports/schedules/parse': parse, [create]: (call: { body: object }) => reply(201, { ...schedule, ...call.body }) })
  await userEvent.click(await screen.findByRole('button', { name: 'Daily' }))
  await screen.findByText('every day at 08:00')
  fireEvent.change(screen.getByLabelText('When, in plain English or cron'), { target: { value: 'every monday at 9' } })
  fireEvent.click(screen.getByRole('button', { name: 'Create schedule' }))
  await waitFor(() => expect(server.calls.some((c) => c.path === '/api/v1/reports/schedules' && c.method === 'POST')).toBe(true))
  expect(server.calls.find((c) => c.path === '/api/v1/reports/schedules' && c.method === 'POST')!.body).toMatchObject({ schedule_type: 'weekly' })
})

test('Sending to oneself saves nothing', async () => {
  const { server, onSaved } = show({ 'POST /api/v1/reports/schedules/test': reply(202, { run_id: 'r', status: 'queued' }) })
  await userEvent.click(await screen.findByRole('button', { name: 'Send to me now' }))
  expect(await screen.findByText(/On its way to you alone/)).toBeTruthy()
  expect(onSaved).not.toHaveBeenCalled()
  expect(server.calls.some((c) => c.path === '/api/v1/reports/schedules')).toBe(false)
})

test('A viewer is told why there is no form', async () => {
  show({ 'GET /api/v1/me': viewer })
  expect(await screen.findByText(/You may look at schedules here, not make them/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Create schedule' })).toBeNull()
})
