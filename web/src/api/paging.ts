import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query'
import { Problem } from './problem'

interface PageOf<T> {
  items: T[]
  next_cursor: string | null
}

/** A list of the API, page by page as its cursor gives them. `items` are those that came so far. */
export function usePages<T>(key: QueryKey, load: (cursor: string | undefined) => Promise<PageOf<T>>, enabled = true) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    enabled,
  })
  return {
    items: query.data?.pages.flatMap((page) => page.items),
    problem: query.error === null ? null : Problem.of(query.error),
    isPending: query.isPending,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    more: () => void query.fetchNextPage(),
    again: () => void query.refetch(),
  }
}

export type Pages<T> = ReturnType<typeof usePages<T>>
