import { keepPreviousData, useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { api, ask } from '../../api/client'
import { defined } from '../../api/defined'
import type { Run } from '../../api/types'
import { useChanges } from '../../app/live'

export interface RunFilter {
  status?: string | undefined
  from?: string | undefined
  to?: string | undefined
  schedule_id?: string | undefined
  report_type?: string | undefined
}

interface Page {
  items: Run[]
  next_cursor: string | null
  total?: number | null
}

/** Runs, newest first. Those shown change where they stand; new ones wait to be asked for, so that the page does not move. */
export function useRuns(filter: RunFilter, size: number) {
  const client = useQueryClient()
  const key = useMemo(() => ['runs', defined(filter as Record<string, string | undefined>), size] as const, [JSON.stringify(filter), size])
  const [waiting, setWaiting] = useState<Set<string>>(new Set())
  /** Those that are being read, and whether they changed again meanwhile. */
  const asking = useRef(new Map<string, boolean>())
  /** Those that changed while a list was on its way: what it says of them may be older. */
  const touched = useRef(new Set<string>())
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => ask(api.GET('/api/v1/reports/runs', { params: { query: { ...defined(filter as Record<string, string | undefined>), limit: String(size), ...(pageParam ? { cursor: pageParam } : { total: 'true' }) } } })) as Promise<Page>,
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => query.data?.pages.flatMap((p) => p.items) ?? [], [query.data])

  async function readAgain(id: string) {
    if (asking.current.has(id)) return void asking.current.set(id, true)
    asking.current.set(id, false)
    try {
      const run = (await ask(api.GET('/api/v1/reports/runs/{id}', { params: { path: { id } } }))) as Run
      client.setQueryData<InfiniteData<Page>>(key, (old) => old && { ...old, pages: old.pages.map((p) => ({ ...p, items: p.items.map((r) => (r.id === id ? run : r)) })) })
      client.setQueryData(['run', id], run)
    } catch {
      // It is read again with the next change, or with the list.
    } finally {
      const changed = asking.current.get(id)
      asking.current.delete(id)
      if (changed) void readAgain(id)
    }
  }

  useEffect(() => {
    if (query.isFetching) return
    for (const run of rows) if (touched.current.has(run.id) || waiting.has(run.id)) void readAgain(run.id)
    touched.current.clear()
    if (rows.some((run) => waiting.has(run.id))) setWaiting((old) => new Set([...old].filter((id) => !rows.some((run) => run.id === id))))
  }, [query.isFetching, rows])

  useChanges((changes) => {
    const known = new Set(rows.map((r) => r.id))
    const runs = new Set(changes.flatMap((c) => (c.type === 'run' ? [c.id] : c.type === 'delivery' && c.run_id ? [c.run_id] : [])))
    for (const id of runs) {
      if (query.isFetching) touched.current.add(id)
      if (known.has(id)) void readAgain(id)
    }
    const fresh = changes.filter((c) => c.type === 'run' && !known.has(c.id) && fits(c, filter)).map((c) => c.id)
    if (fresh.length > 0) setWaiting((old) => new Set([...old, ...fresh]))
  })

  return {
    rows,
    total: query.data?.pages[0]?.total ?? undefined,
    waiting: waiting.size,
    isPending: query.isPending,
    error: query.error,
    hasMore: query.hasNextPage,
    isFetchingMore: query.isFetchingNextPage,
    more: () => void query.fetchNextPage(),
    refresh() {
      setWaiting(new Set())
      void client.invalidateQueries({ queryKey: ['runs'] })
    },
  }
}

function fits(change: { schedule_id?: string | null; status?: string | null }, filter: RunFilter) {
  if (filter.schedule_id && change.schedule_id !== filter.schedule_id) return false
  return !filter.status || (change.status != null && filter.status.split(',').includes(change.status))
}
