import { QueryClient } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { firstAsked } from './firstAsked'
import { meQuery } from './me'
import { schedulesQuery } from './schedules'

test.each([
  ['/signin', '', []],
  ['/invitations/abc', '', []],
  ['/', '', ['/api/v1/me']],
  ['/reports/scheduling', '?state=failing', ['/api/v1/me']],
])('At %s%s so much is asked ahead', (pathname, search, paths) => {
  expect(firstAsked(pathname, search)).toEqual(paths)
})

test('The list’s page asks ahead exactly what the app then asks for', async () => {
  const asked: string[] = []
  vi.stubGlobal('fetch', (request: Request) => {
    asked.push(request.url.slice(window.location.origin.length))
    return Promise.resolve(Response.json({ items: [], next_cursor: null }))
  })
  const client = new QueryClient()
  await client.prefetchQuery(meQuery)
  await client.prefetchInfiniteQuery(schedulesQuery({ q: undefined }))
  expect(asked).toEqual(firstAsked('/reports/scheduling', ''))
  vi.unstubAllGlobals()
})
