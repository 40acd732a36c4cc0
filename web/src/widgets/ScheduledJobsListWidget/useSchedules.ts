import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { api, ask } from '../../api/client'
import { schedulesQuery } from '../../api/schedules'
import type { UrlState } from '../../app/url'

/** The list as the address filters and sorts it, page after page. */
export function useSchedules(url: UrlState) {
  const client = useQueryClient()
  const filter = { q: url.q, state: url.state, report_type: url.report_type, channel: url.channel, owner: url.owner, sort: url.sort }
  const query = useInfiniteQuery({ ...schedulesQuery(filter), placeholderData: keepPreviousData })
  const reports = useQuery({ queryKey: ['templates', 'all'], queryFn: () => ask(api.GET('/api/v1/reports/templates', { params: { query: { limit: '200' } } })) })
  const channels = useQuery({ queryKey: ['channels'], queryFn: () => ask(api.GET('/api/v1/channels')), staleTime: 60_000 })
  const rows = useMemo(() => query.data?.pages.flatMap((p) => p.items) ?? [], [query.data])
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const refresh = () => {
    void client.invalidateQueries({ queryKey: ['schedules'] })
    void client.invalidateQueries({ queryKey: ['summary'] })
  }
  return {
    rows,
    total: query.data?.pages[0]?.total ?? undefined,
    isPending: query.isPending,
    error: query.error,
    hasMore: query.hasNextPage,
    isFetchingMore: query.isFetchingNextPage,
    more: () => void query.fetchNextPage(),
    refresh,
    /** Many changes that come together are one refresh. */
    refreshSoon() {
      clearTimeout(timer.current)
      timer.current = setTimeout(refresh, 400)
    },
    reports: (reports.data?.items ?? []).map((t) => ({ value: t.report_type, label: t.title })),
    channels: (channels.data ?? []).map((c) => c.type),
  }
}
