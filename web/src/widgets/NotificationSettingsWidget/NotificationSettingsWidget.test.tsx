import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { fakeApi, problem } from '../../testing/fakeApi'
import { Stage } from '../../testing/Stage'
import { NotificationSettingsWidget } from './NotificationSettingsWidget'
import { someSettings } from './sample'

const fails = 'Slack when a run fails'

test('A switch is saved at once, whole, without what only the server says', async () => {
  const server = fakeApi({ 'GET /api/v1/notification-settings': someSettings, 'PUT /api/v1/notification-settings': (call: { body: unknown }) => ({ ...someSettings, ...(call.body as object) }) })
  vi.stubGlobal('fetch', server.fetch)
  render(<NotificationSettingsWidget />, { wrapper: Stage })
  await userEvent.click(await screen.findByRole('switch', { name: fails }))
  await screen.findByText('Slack on when a run fails. Saved.')
  const body = server.calls.find((c) => c.method === 'PUT')!.body as Record<string, unknown>
  expect(Object.keys(body).sort()).toEqual(['contacts', 'digest', 'events', 'quiet_hours', 'schedules', 'timezone'])
  expect((body.events as typeof someSettings.events).fails).toEqual({ email: true, in_app: true, slack: true, sms: false })
})

test('What is refused goes back to what it was, with the reason', async () => {
  const server = fakeApi({ 'GET /api/v1/notification-settings': someSettings, 'PUT /api/v1/notification-settings': problem(503, 'The store is away.') })
  vi.stubGlobal('fetch', server.fetch)
  render(<NotificationSettingsWidget />, { wrapper: Stage })
  const control = await screen.findByRole('switch', { name: fails })
  await userEvent.click(control)
  expect(await screen.findByText('The store is away.')).toBeTruthy()
  await waitFor(() => expect((control as HTMLInputElement).checked).toBe(false))
})

test('A channel that is not set up is off, and says why and where to go', async () => {
  vi.stubGlobal('fetch', fakeApi({ 'GET /api/v1/notification-settings': someSettings }).fetch)
  render(<NotificationSettingsWidget />, { wrapper: Stage })
  expect((await screen.findByRole('switch', { name: 'SMS when a run fails' })).hasAttribute('disabled')).toBe(true)
  expect(screen.getByText('The workspace has no SMS gateway.', { exact: false })).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Set it up' }).getAttribute('href')).toBe('/admin/connections')
})
