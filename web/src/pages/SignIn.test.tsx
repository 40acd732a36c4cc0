import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { fakeApi, problem } from '../testing/fakeApi'
import { Stage } from '../testing/Stage'
import SignIn, { ownAddress } from './SignIn'

test.each([
  ['/reports/scheduling?edit=1', '/reports/scheduling?edit=1'],
  [undefined, '/'],
  ['https://elsewhere.example', '/'],
  ['//elsewhere.example', '/'],
  ['/\\elsewhere.example', '/'],
])('After signing in, %s leads to %s', (back, to) => {
  expect(ownAddress(back)).toBe(to)
})

test('A refused password is said in words, and the focus is back at the address', async () => {
  const server = fakeApi({ 'POST /api/v1/session': problem(401, 'The address, the password or the link is not right.') })
  vi.stubGlobal('fetch', server.fetch)
  render(<SignIn />, { wrapper: Stage })
  await userEvent.type(await screen.findByLabelText('E-mail'), 'lead@example.com')
  await userEvent.type(screen.getByLabelText('Password'), 'wrong')
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
  expect(await screen.findByRole('alert')).toHaveProperty('textContent', 'The address, the password or the link is not right.')
  expect(document.activeElement).toBe(screen.getByLabelText('E-mail'))
  expect(server.calls.find((call) => call.method === 'POST')?.body).toEqual({ email: 'lead@example.com', password: 'wrong' })
})

test('A one-time link that was used lands here and says what to do', async () => {
  vi.stubGlobal('fetch', fakeApi({}).fetch)
  render(<Stage at="/signin?link=refused"><SignIn /></Stage>)
  expect((await screen.findByRole('alert')).textContent).toContain('This link has been used')
})

test('Where the server has a provider, its button leads there; why it refused somebody is said in its words', async () => {
  const server = fakeApi({ 'GET /api/v1/session/ways': { password: true, provider: { name: 'Keycloak', path: '/signin/provider' } } })
  vi.stubGlobal('fetch', server.fetch)
  render(<Stage at="/signin?provider=refused&reason=You+have+no+role+here."><SignIn /></Stage>)
  expect((await screen.findByRole('link', { name: 'Sign in with Keycloak' })).getAttribute('href')).toBe('/signin/provider')
  expect(screen.getByRole('alert').textContent).toBe('You have no role here.')
})

test('Without a provider there is the password alone', async () => {
  const server = fakeApi({ 'GET /api/v1/session/ways': { password: true, provider: null } })
  vi.stubGlobal('fetch', server.fetch)
  render(<SignIn />, { wrapper: Stage })
  await vi.waitFor(() => expect(server.calls).toHaveLength(1))
  expect(screen.getByLabelText('Password')).toBeDefined()
  expect(screen.queryByRole('link')).toBeNull()
})
