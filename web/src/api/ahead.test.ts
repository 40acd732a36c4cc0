import { afterEach, expect, test, vi } from 'vitest'

/** Anew: the app asks for everything once. */
async function loaded() {
  vi.resetModules()
  return { ...(await import('./ahead')), session: (await import('./session')).session }
}

const me = () => new Request(`${window.location.origin}/api/v1/me`)

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  sessionStorage.clear()
  localStorage.clear()
})

function answering() {
  const fetch = vi.fn((..._: unknown[]) => Promise.resolve(new Response('{}')))
  vi.stubGlobal('fetch', fetch)
  return fetch
}

test('What was asked ahead is taken once, by exactly that question', async () => {
  const fetch = answering()
  const { askAhead, takeAhead } = await loaded()
  askAhead(['/api/v1/me'])
  expect(takeAhead(new Request(`${window.location.origin}/api/v1/me?a=b`))).toBeUndefined()
  expect(await (await takeAhead(me()))!.text()).toBe('{}')
  expect(takeAhead(me())).toBeUndefined()
  expect(fetch).toHaveBeenCalledTimes(1)
})

test('It is asked in the workspace that the tab is in', async () => {
  const fetch = answering()
  const { askAhead, session } = await loaded()
  session.workspace = 'plant-2'
  askAhead(['/api/v1/me'])
  expect(fetch.mock.calls[0]![1]).toMatchObject({ credentials: 'same-origin', headers: { 'X-Workspace': 'plant-2' } })
})

test('An answer that waited too long is not taken', async () => {
  answering()
  const { askAhead, takeAhead } = await loaded()
  const now = vi.spyOn(performance, 'now').mockReturnValue(0)
  askAhead(['/api/v1/me'])
  now.mockReturnValue(10_001)
  expect(takeAhead(me())).toBeUndefined()
})

test('A question that failed is told to whoever takes it', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')))
  const { askAhead, takeAhead } = await loaded()
  askAhead(['/api/v1/me'])
  await expect(takeAhead(me())).rejects.toThrow('offline')
})

test('What the app asked for first is not asked for ahead any more', async () => {
  const fetch = answering()
  const { askAhead, takeAhead } = await loaded()
  expect(takeAhead(me())).toBeUndefined()
  askAhead(['/api/v1/me'])
  expect(fetch).not.toHaveBeenCalled()
  expect(takeAhead(me())).toBeUndefined()
})

test('A change makes what was asked before it worthless', async () => {
  answering()
  const { askAhead, takeAhead } = await loaded()
  askAhead(['/api/v1/me'])
  expect(takeAhead(new Request(`${window.location.origin}/api/v1/reports/schedules`, { method: 'POST' }))).toBeUndefined()
  expect(takeAhead(me())).toBeUndefined()
})
