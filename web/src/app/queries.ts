import { QueryClient } from '@tanstack/react-query'
import { meQuery } from '../api/me'
import { Problem } from '../api/problem'

/** Where nobody is signed in yet. */
const open = /^\/(signin|invitations)(\/|$)/

/** Nothing is asked for again on a timer: the server says what changed (live.tsx). */
export function makeQueryClient() {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < 2 && Problem.of(error).isPassing,
        retryDelay: (count, error) => (Problem.of(error).retryAfter ?? 0) * 1000 || 400 * 2 ** count,
      },
      mutations: { retry: false },
    },
  })
  // Asked while the page's own code is on its way: every page waits for both.
  if (!open.test(window.location.pathname)) void client.prefetchQuery(meQuery)
  return client
}
