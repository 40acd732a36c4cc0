import { expect, test } from 'vitest'
import { firstPiece } from './inPieces'

const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => ({ id: String(from + n) }))

test.each([
  ['a first list', rows(0, 25), [], 8],
  ['a short one', rows(0, 6), [], 6],
  ['more of the same', rows(0, 50), rows(0, 25), 33],
  ['the same again', rows(0, 50), rows(0, 50), 50],
  ['one row more at the top', [{ id: 'new' }, ...rows(0, 49)], rows(0, 50), 50],
  ['another list', rows(100, 125), rows(0, 25), 8],
  ['nothing', [], rows(0, 25), 0],
])('Of %s so many rows are drawn at once', (_, list, before, count) => {
  expect(firstPiece(list, before)).toBe(count)
})
