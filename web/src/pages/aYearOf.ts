import { api, ask } from '../api/client'
import type { Occurrence } from '../api/types'

/** The most that one answer holds. */
const page = 50
/** So many answers hold a year of a run a day. What runs more often is known for fewer days. */
const pages = 8

type Recurrence = { schedule_type: string; schedule_config: unknown }

/** The coming runs of a year, or as many of them as eight answers hold. */
export async function aYearOf(recurrence: Recurrence, now: Date): Promise<Occurrence[]> {
  const end = new Date(now.getTime() + 371 * 86_400_000).toISOString()
  const all: Occurrence[] = []
  for (let asked = 0; asked < pages; asked++) {
    const { occurrences } = await ask(api.POST('/api/v1/reports/schedules/preview', { body: { ...recurrence, count: page, from: all.at(-1)?.at } as never }))
    all.push(...occurrences)
    if (occurrences.length < page || all.at(-1)!.at > end) break
  }
  return all
}
