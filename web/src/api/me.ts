import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, ask } from './client'

export type Permission =
  | 'see'
  | 'schedule'
  | 'schedule_of_others'
  | 'write_reports'
  | 'manage_sources'
  | 'manage_workspace'
  | 'read_audit'
  | 'process_due'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => ask(api.GET('/api/v1/me')),
  staleTime: 5 * 60_000,
  retry: false,
  // A refusal that came before the first drawing is shown, not asked for once more.
  retryOnMount: false,
})

/** Who is signed in, and what they may do here. The server decides; this only keeps buttons that would be refused off the page. */
export function useMe() {
  const { data } = useQuery(meQuery)
  const may = (permission: Permission) => data?.permissions.some((p) => p === permission) ?? false
  return {
    me: data,
    may,
    /** May edit, run, pause and delete a thing of this owner. */
    mayChange: (ownerId: string | null | undefined) => may('schedule_of_others') || (may('schedule') && ownerId === data?.person.id),
  }
}
