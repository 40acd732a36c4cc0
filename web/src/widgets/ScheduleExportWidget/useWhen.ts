import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask } from '../../api/client'
import { Problem } from '../../api/problem'
import type { Occurrence, Parsed } from '../../api/types'
import { withBounds, type Bounds, type Recurrence } from './draft'

export interface When {
  reading: Parsed | null
  /** What the schedule would have; null while the words say nothing yet. */
  recurrence: Recurrence | null
  occurrences: Occurrence[]
  /** The answer is about older words than those in the field. */
  isBehind: boolean
  /** The recurrence of the words as they stand now, however lately they were typed: what is saved is never that of older ones. */
  read: () => Promise<Recurrence | null>
  problem: Problem | null
  /** What is wrong with the bounds. */
  boundsProblem: Problem | null
}

const reading = (text: string, zone: string) =>
  queryOptions({
    queryKey: ['parse', text, zone],
    queryFn: () => ask(api.POST('/api/v1/reports/schedules/parse', { body: { text, timezone: zone } })),
    staleTime: 60_000,
  })

const recurrenceOf = (parsed: Parsed | null): Recurrence | null =>
  parsed?.status === 'ok' ? { schedule_type: parsed.schedule_type!, schedule_config: parsed.schedule_config as Record<string, unknown> } : null

/** Has the server read the words, a moment after typing, and asks for the next runs within the bounds. */
export function useWhen(text: string, zone: string, bounds: Bounds): When {
  const [asked] = useDebouncedValue(text.trim(), 250)
  const client = useQueryClient()
  const parse = useQuery({ ...reading(asked, zone), enabled: asked !== '', placeholderData: keepPreviousData })
  const parsed = asked === '' ? null : (parse.data ?? null)
  const recurrence = recurrenceOf(parsed)
  const bounded = recurrence && withBounds(recurrence, bounds)
  const hasBounds = bounded !== null && JSON.stringify(bounded) !== JSON.stringify(recurrence)
  const preview = useQuery({
    queryKey: ['preview', bounded],
    queryFn: () => ask(api.POST('/api/v1/reports/schedules/preview', { body: { ...bounded, count: 5 } as never })),
    enabled: hasBounds,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  return {
    reading: parsed,
    recurrence,
    occurrences: (hasBounds ? preview.data?.occurrences : parsed?.occurrences) ?? [],
    isBehind: asked !== text.trim() || parse.isPlaceholderData,
    read: async () => (text.trim() === '' ? null : recurrenceOf(await client.fetchQuery(reading(text.trim(), zone)))),
    problem: parse.isError ? Problem.of(parse.error) : null,
    boundsProblem: hasBounds && preview.isError ? Problem.of(preview.error) : null,
  }
}
