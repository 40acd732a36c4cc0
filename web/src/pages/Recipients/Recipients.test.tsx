import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { anApproval, aSuppression, someDeliverySettings } from '../../testing/pageSamples'
import { fakeApi, problem } from '../../testing/fakeApi'
import { answers, page, viewer } from '../../testing/samples'
import { Stage } from '../../testing/Stage'
import { domainsOf } from './domains'
import Recipients from './Recipients'

function open(more: Record<string, unknown> = {}) {
  const server = fakeApi({
    ...answers,
    'GET /api/v1/recipients/approvals': page([anApproval()]),
    'GET /api/v1/recipients/suppressions': page([aSuppression()]),
    'GET /api/v1/delivery-settings': someDeliverySettings(),
    ...more,
  })
  vi.stubGlobal('fetch', server.fetch)
  render(<Recipients />, { wrapper: Stage })
  return server
}

test.each([
  ['example.com', ['example.com']],
  ['Example.com, *.example.org\n@partner.example', ['example.com', '*.example.org', 'partner.example']],
  [' \n', []],
  ['a.example a.example', ['a.example']],
])('Of %j the allowed domains are %j', (text, domains) => {
  expect(domainsOf(text)).toEqual(domains)
})

test('Who waits is approved with one click, and it is said what happens', async () => {
  const server = open({ 'POST /api/v1/recipients/approvals/*/approve': anApproval({ status: 'approved' }) })
  await userEvent.click(await screen.findByRole('button', { name: 'Approve auditor@partner.example' }))
  expect(await screen.findByText(/What was kept back in the last seven days is sent now/)).toBeDefined()
  expect(server.calls.filter((call) => call.method === 'POST').map((call) => call.path)).toEqual(['/api/v1/recipients/approvals/a1/approve'])
})

test('Whoever may not decide sees who waits, and no button', async () => {
  open({ 'GET /api/v1/me': viewer })
  expect(await screen.findByText('auditor@partner.example')).toBeDefined()
  expect(screen.queryByRole('button', { name: /^(Approve|Refuse|Send again|Save)\b(?!d)/ })).toBeNull()
})

test('Taking back somebody’s own wish is asked about first', async () => {
  const server = open({ 'DELETE /api/v1/recipients/suppressions/*': null })
  await userEvent.click(await screen.findByRole('button', { name: 'Send again to tired@example.com' }))
  expect(screen.getByRole('dialog').textContent).toContain('only if they have asked you to')
  expect(server.calls.some((call) => call.method === 'DELETE')).toBe(false)
  await userEvent.click(screen.getByRole('button', { name: 'Send again' }))
  expect(await screen.findByText('tired@example.com gets reports again.')).toBeDefined()
})

test('A domain that is none is said at its field', async () => {
  const server = open({ 'PUT /api/v1/delivery-settings': problem(422, 'One thing is wrong.', [{ field: 'allowed_domains[1]', code: 'bad-domain', message: 'This is not a domain such as example.com.' }]) })
  const field = await screen.findByLabelText('Allowed domains')
  await userEvent.type(field, '{Enter}not a domain')
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect((await screen.findByRole('alert')).textContent).toContain('Allowed domains: This is not a domain')
  expect(server.calls.at(-1)?.body).toMatchObject({ allowed_domains: ['example.com', 'not', 'a', 'domain'], attach_up_to: 15_000_000, link_days: 3 })
})
