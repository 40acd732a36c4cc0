import { expect, test } from 'vitest'
import { barsOf } from './Days'
import { differencesOf } from './differences'
import { auditQuery } from './filters'
import { worded } from './words'

test('Differences are leaf by leaf; what is equal is not among them', () => {
  const before = { name: 'A', policy: { max_attempts: 3, misfire: 'latest' }, formats: ['pdf'], gone: true }
  const after = { name: 'A', policy: { max_attempts: 5, misfire: 'latest' }, formats: ['pdf', 'xlsx'], note: null }
  expect(differencesOf(before, after)).toEqual([
    { path: 'policy.max_attempts', kind: 'changed', before: '3', after: '5' },
    { path: 'formats', kind: 'changed', before: '["pdf"]', after: '["pdf","xlsx"]' },
    { path: 'gone', kind: 'removed', before: 'true' },
    { path: 'note', kind: 'added', after: 'null' },
  ])
})

test('A creation adds everything, a deletion takes everything away', () => {
  expect(differencesOf(null, { a: 1 })).toEqual([{ path: 'a', kind: 'added', after: '1' }])
  expect(differencesOf({ a: 1 }, null)).toEqual([{ path: 'a', kind: 'removed', before: '1' }])
})

test.each([
  ['schedule.owner_changed', 'Schedule owner changed'],
  ['template.created', 'Report created'],
  ['api_key.revoked', 'API key revoked'],
  ['session.opened', 'Session opened'],
])('%s is said as “%s”', (action, words) => {
  expect(worded(action)).toBe(words)
})

test('The address becomes a query: the last day is included, and what is no filter is not sent', () => {
  const query = auditQuery({ q: 'lead', from: '2026-11-01', to: '2026-11-30', view: 'entries', days: '7', outcome: '' })
  expect(query).toEqual({ q: 'lead', from: new Date(2026, 10, 1).toISOString().replace('.000Z', 'Z'), to: new Date(2026, 11, 1).toISOString().replace('.000Z', 'Z') })
})

test('Quiet days have bars too, and a long time is put together by weeks without losing anything', () => {
  const days = [
    { day: '2026-11-01', count: 4, failed: 1 },
    { day: '2026-11-03', count: 2, failed: 0 },
  ]
  expect(barsOf(days, '2026-11-01T00:00:00Z', '2026-11-04T00:00:00Z').map((b) => b.count)).toEqual([4, 0, 2])
  const year = barsOf(days, '2025-12-01T00:00:00Z', '2026-12-01T00:00:00Z')
  expect(year).toHaveLength(53)
  expect(year.reduce((sum, bar) => sum + bar.count, 0)).toBe(6)
  expect(year.at(-1)!.until).toBe('2026-11-30')
})
