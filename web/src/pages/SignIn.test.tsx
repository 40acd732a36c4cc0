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
  expect(server.calls[0]?.body).toEqual({ email: 'lead@example.com', password: 'wrong' })
})

test('A one-time link that was used lands here and says what to do', async () => {
  render(<Stage at="/signin?link=refused"><SignIn /></Stage>)
  expect((await screen.findByRole('alert')).textContent).toContain('This link has been used')
})
