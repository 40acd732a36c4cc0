import { QueryClient } from '@tanstack/react-query'
import { isOpen } from '../api/firstAsked'
import { meQuery } from '../api/me'
import { Problem } from '../api/problem'
import { schedulesQuery } from '../api/schedules'

/** Nothing is asked for again on a timer: the server says what changed (live.tsx). */
export function makeQueryClient() {
  return new QueryClient({
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
}

/** What first.ts has asked for already, so that the first drawing has it. */
export function whatIsShownFirst(client: QueryClient): Promise<unknown>[] {
  const { pathname, search } = window.location
  if (isOpen(pathname)) return []
  return [client.prefetchQuery(meQuery), ...(pathname === '/reports/scheduling' && search === '' ? [client.prefetchInfiniteQuery(schedulesQuery({}))] : [])]
}
