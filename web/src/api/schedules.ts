import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, ask } from './client'
import { defined } from './defined'

const page = 25

export interface ScheduleFilter {
  q?: string
  state?: string
  report_type?: string
  channel?: string
  owner?: string
  sort?: string
}

/** The list as an address filters and sorts it, page after page. */
export const schedulesQuery = (filter: ScheduleFilter) =>
  infiniteQueryOptions({
    queryKey: ['schedules', filter],
    queryFn: ({ pageParam }) =>
      ask(api.GET('/api/v1/reports/schedules', { params: { query: { ...defined({ ...filter }), limit: String(page), recent: '14', ...(pageParam ? { cursor: pageParam } : { total: 'true' }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  })
