import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { fakeApi, problem, type Call } from '../../testing/fakeApi'
import { aMember } from '../../testing/pageSamples'
import { answers, page } from '../../testing/samples'
import { Stage } from '../../testing/Stage'
import Members from './Members'

const schedules = [{ id: 's1', name: 'Nightly quality', report_type: 'quality', owner: 'jan@example.com', enabled: true }]

/** Jan's dialog, by what the menu says. */
async function open(what: string, owned: object[], more: Record<string, unknown> = {}) {
  const people = [aMember(), aMember({ person_id: 'heir', name: 'Ada', email: 'ada@example.com' }), aMember({ person_id: 'p3', name: 'Vera', email: 'vera@example.com', role: 'viewer' })]
  const server = fakeApi({
    ...answers,
    'GET /api/v1/members': page(people),
    'GET /api/v1/invitations': page([]),
    'GET /api/v1/impact': { reports: [], schedules: owned },
    'PATCH /api/v1/members/*': ({ body }: Call) => aMember(body as object),
    'POST /api/v1/members/*/disable': { member: aMember({ disabled: true }), schedules_handed_over: 0, schedules_paused: owned.length },
    ...more,
  })
  vi.stubGlobal('fetch', server.fetch)
  render(<Members />, { wrapper: Stage })
  await userEvent.click(await screen.findByRole('button', { name: 'More for Jan Kowalski' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: what }))
  return () => server.calls.findLast((call) => call.method !== 'GET')?.body
}

const heir = async () => {
  await userEvent.click(screen.getByRole('combobox', { name: 'New owner' }))
  await userEvent.click(await screen.findByRole('option', { name: /Ada/ }))
}

test.each([
  ['admin', 'a schedule', schedules],
  ['viewer', 'no schedule', []],
])('Becoming %s with %s asks nothing', async (role, _, owned) => {
  const sent = await open('Change role…', owned)
  await userEvent.click(screen.getByRole('radio', { name: role }))
  await userEvent.click(await screen.findByRole('button', { name: 'Change role' }))
  expect(await screen.findByText(`Jan Kowalski is ${role} now.`)).toBeDefined()
  expect(sent()).toEqual({ role })
})

test('A role that may not schedule names what they own and takes a new owner for it', async () => {
  const sent = await open('Change role…', schedules)
  await userEvent.click(screen.getByRole('radio', { name: 'viewer' }))
  expect(await screen.findByRole('link', { name: 'Nightly quality' })).toBeDefined()
  expect(screen.queryByRole('button', { name: 'Change role' })).toBeNull()
  await heir()
  await userEvent.click(screen.getByRole('button', { name: 'Change role' }))
  expect(await screen.findByText('Jan Kowalski is viewer now. Their schedules have a new owner.')).toBeDefined()
  expect(sent()).toEqual({ role: 'viewer', new_owner: 'heir' })
})

test('…or pauses it; who stays editor after all is asked nothing', async () => {
  const sent = await open('Change role…', schedules)
  await userEvent.click(screen.getByRole('radio', { name: 'auditor' }))
  await userEvent.click(await screen.findByRole('radio', { name: 'They pause' }))
  await userEvent.click(screen.getByRole('radio', { name: 'editor' }))
  expect(screen.queryByRole('radio', { name: 'They pause' })).toBeNull()
  await userEvent.click(screen.getByRole('radio', { name: 'auditor' }))
  await userEvent.click(screen.getByRole('button', { name: 'Change role' }))
  expect(await screen.findByText('Jan Kowalski is auditor now. Their schedules are paused.')).toBeDefined()
  expect(sent()).toEqual({ role: 'auditor', pause_schedules: true })
})

test('A new owner whom the server refuses is said at the field', async () => {
  const refused = problem(422, 'One thing is wrong.', [{ field: 'new_owner', code: 'role-too-low', message: 'ada@example.com is viewer; the owner of a schedule is editor or admin.' }])
  await open('Change role…', schedules, { 'PATCH /api/v1/members/*': refused })
  await userEvent.click(screen.getByRole('radio', { name: 'viewer' }))
  await screen.findByRole('combobox', { name: 'New owner' })
  await heir()
  await userEvent.click(screen.getByRole('button', { name: 'Change role' }))
  expect((await screen.findByRole('alert')).textContent).toContain('New owner: ada@example.com is viewer')
})

test('Disabling asks the same', async () => {
  const sent = await open('Disable…', schedules)
  await userEvent.click(await screen.findByRole('radio', { name: 'They pause' }))
  await userEvent.click(screen.getByRole('button', { name: 'Disable' }))
  expect(await screen.findByText('Jan Kowalski is shut out. Paused: 1 schedule.')).toBeDefined()
  expect(sent()).toEqual({ pause_schedules: true, everywhere: false })
})
