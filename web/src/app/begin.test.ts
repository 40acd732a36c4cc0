import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const never = new Promise<never>(() => {})

/** Anew, with a server that answers so. */
async function begun(answer: () => Promise<Response>) {
  vi.resetModules()
  vi.stubGlobal('fetch', vi.fn(answer))
  return (await import('./begin')).begin()
}

const said = (ready: Promise<unknown>) => {
  const state = { is: false }
  void ready.then(() => (state.is = true))
  return state
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  window.history.replaceState(null, '', '/')
})

test('The first drawing waits for an answer that does not come for a quarter of a second, and no longer', async () => {
  window.history.replaceState(null, '', '/no-such-page')
  const state = said((await begun(() => never)).ready)
  await vi.advanceTimersByTimeAsync(200)
  expect(state.is).toBe(false)
  await vi.advanceTimersByTimeAsync(60)
  expect(state.is).toBe(true)
})

test.each([
  ['an answer', () => Promise.resolve(Response.json({ id: 1 }))],
  ['a refusal', () => Promise.resolve(Response.json({ title: 'Sign in', status: 401 }, { status: 401 }))],
  ['no connection', () => Promise.reject(new TypeError('offline'))],
])('With %s it waits no longer', async (_, answer) => {
  window.history.replaceState(null, '', '/no-such-page')
  // The clock stands: a wait that only time ends would not end.
  await (await begun(answer)).ready
  expect(fetch).toHaveBeenCalledTimes(1)
})

test('Where nobody is signed in yet, it waits for no answer', async () => {
  window.history.replaceState(null, '', '/signin')
  await (await begun(() => never)).ready
  expect(fetch).not.toHaveBeenCalled()
})
