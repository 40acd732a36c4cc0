import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
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
  problem: Problem | null
  /** What is wrong with the bounds. */
  boundsProblem: Problem | null
}

/** Has the server read the words, a moment after typing, and asks for the next runs within the bounds. */
export function useWhen(text: string, zone: string, bounds: Bounds): When {
  const [asked] = useDebouncedValue(text.trim(), 250)
  const parse = useQuery({
    queryKey: ['parse', asked, zone],
    queryFn: () => ask(api.POST('/api/v1/reports/schedules/parse', { body: { text: asked, timezone: zone } })),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  const reading = asked === '' ? null : (parse.data ?? null)
  const recurrence = reading?.status === 'ok' ? { schedule_type: reading.schedule_type!, schedule_config: reading.schedule_config as Record<string, unknown> } : null
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
    reading,
    recurrence,
    occurrences: (hasBounds ? preview.data?.occurrences : reading?.occurrences) ?? [],
    isBehind: asked !== text.trim() || parse.isPlaceholderData,
    problem: parse.isError ? Problem.of(parse.error) : null,
    boundsProblem: hasBounds && preview.isError ? Problem.of(preview.error) : null,
  }
}
