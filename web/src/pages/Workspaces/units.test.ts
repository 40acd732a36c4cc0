import { expect, test } from 'vitest'
import { minutesOf, sizeOf, spanOf } from './units'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [4_500_000, '4.5 MB'],
  [5_000_000_000, '5 GB'],
  [123_456, '123 kB'],
])('%i bytes are %s', (bytes, words) => {
  expect(sizeOf(bytes)).toBe(words)
})

test.each([
  ['PT15M', 15, '15 minutes'],
  ['PT1H', 60, 'hour'],
  ['P1DT2H', 1560, '26 hours'],
  ['PT90S', null, 'PT90S'],
  ['nonsense', null, 'nonsense'],
])('%s is %s minutes, every %s', (interval, minutes, words) => {
  expect(minutesOf(interval)).toBe(minutes)
  expect(spanOf(interval)).toBe(words)
})
