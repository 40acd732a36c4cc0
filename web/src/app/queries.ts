import { QueryClient } from '@tanstack/react-query'
import { Problem } from '../api/problem'

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
