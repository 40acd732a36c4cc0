import { expect, test } from 'vitest'
import { longDay, weeksOf } from './days'

test('Weeks begin on Monday and hold every day once', () => {
  const weeks = weeksOf(2026, 1)
  expect(weeks[0]).toEqual([null, null, null, null, null, null, '2026-02-01'])
  expect(weeks.flat().filter(Boolean)).toHaveLength(28)
  expect(weeksOf(2028, 1).flat().filter(Boolean)).toHaveLength(29)
  expect(weeks.every((week) => week.length === 7)).toBe(true)
})

test('A day is said in full', () => {
  expect(longDay('2026-12-25')).toBe('Friday 25 December 2026')
})
