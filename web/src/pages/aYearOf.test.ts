import { expect, test, vi } from 'vitest'
import { fakeApi, type Call } from '../testing/fakeApi'
import { aYearOf } from './aYearOf'

const day = 86_400_000
const now = new Date('2026-11-27T00:00:00Z')
const daily = { schedule_type: 'daily', schedule_config: { times: ['08:00'], timezone: 'UTC' } }

/** Answers as the server does: at most 50 after what is asked from, until it ends. */
function slots(every: number, last = Infinity) {
  const asked: (string | undefined)[] = []
  const answer = ({ body }: Call) => {
    const { from, count } = body as { from?: string; count: number }
    asked.push(from)
    const first = from ? Date.parse(from) : now.getTime()
    const occurrences = Array.from({ length: count }, (_, i) => first + (i + 1) * every).filter((at) => at <= last).map((at) => ({ at: new Date(at).toISOString(), local: '', offset: '', note: null }))
    return { occurrences, warnings: [], description: '', schedule_type: 'daily', schedule_config: {}, cron: null }
  }
  return { asked, answer }
}

test.each([
  ['daily', day, 400, 8],
  ['weekly', 7 * day, 100, 2],
  ['every quarter of an hour', day / 96, 400, 8],
])('What runs %s is known for a year, or for as many runs as eight answers hold', async (_, every, runs, answers) => {
  const server = slots(every)
  vi.stubGlobal('fetch', fakeApi({ 'POST /api/v1/reports/schedules/preview': server.answer }).fetch)
  const year = await aYearOf(daily, now)
  expect([year.length, server.asked.length]).toEqual([runs, answers])
  expect(new Set(year.map((slot) => slot.at)).size).toBe(runs)
  expect(server.asked.slice(0, 2)).toEqual([undefined, year[49]?.at])
})

test('What ends is asked for no further', async () => {
  const server = slots(day, now.getTime() + 60 * day)
  vi.stubGlobal('fetch', fakeApi({ 'POST /api/v1/reports/schedules/preview': server.answer }).fetch)
  expect(await aYearOf(daily, now)).toHaveLength(60)
  expect(server.asked).toHaveLength(2)
})
