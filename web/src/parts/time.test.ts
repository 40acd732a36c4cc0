// @vitest-environment node
import { expect, test } from 'vitest'
import { bytes, duration, exact, plural, relative } from './time'

const now = new Date('2026-03-25T09:41:00Z')

test.each([
  ['2026-03-25T10:00:00Z', 'in 19 min'],
  ['2026-03-25T09:41:20Z', 'in a moment'],
  ['2026-03-25T09:40:30Z', 'just now'],
  ['2026-03-25T09:38:00Z', '3 min ago'],
  ['2026-03-25T08:30:00Z', '71 min ago'],
  ['2026-03-26T07:00:00Z', 'in 21 h'],
  ['2026-03-30T07:00:00Z', 'in 5 days'],
])('From 09:41, %s is %s', (at, said) => {
  expect(relative(at, now)).toBe(said)
})

test.each([
  ['2026-03-30T07:00:00Z', 'Europe/Berlin', 'Mon 30 Mar 09:00'],
  ['2026-03-25T07:00:00Z', 'Europe/Berlin', 'Wed 25 Mar 08:00'],
  ['2027-01-01T00:30:00Z', 'Asia/Kolkata', 'Fri 1 Jan 2027 06:00'],
  ['2026-03-25T00:00:00Z', 'Nowhere/Known', 'Wed 25 Mar 00:00 UTC'],
])('%s in %s is %s', (at, zone, said) => {
  expect(exact(at, zone, now)).toBe(said)
})

test.each([
  [0.42, '0.4 s'],
  [9.96, '10 s'],
  [55.2, '55 s'],
  [85, '1 min 25 s'],
  [120, '2 min'],
  [7380, '2 h 3 min'],
])('%d seconds are %s', (seconds, said) => {
  expect(duration(seconds)).toBe(said)
})

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [283_100, '283 kB'],
  [4_512_000, '4.5 MB'],
  [999_600_000, '1.0 GB'],
])('%d bytes are %s', (count, said) => {
  expect(bytes(count)).toBe(said)
})

test('A count has its word in the right number', () => {
  expect([plural(1, 'run'), plural(1200, 'run'), plural(2, 'person', 'people')]).toEqual(['1 run', '1,200 runs', '2 people'])
})
