import { expect, test } from 'vitest'
import { Problem } from '../../api/problem'
import { filterErrors, lineAt, marksOf } from './errors'

const text = 'one\ntwo\nthree\n'
const problem = (...errors: { field: string; message: string; span?: [number, number] }[]) => new Problem(422, 'invalid', 'Refused.', errors.map((e) => ({ code: 'x', ...e })))

test.each([
  ['the span that the server names', { field: 'text', message: 'No.', span: [4, 7] as [number, number] }, { from: 4, to: 7, line: 2 }],
  ['the line that its message names', { field: 'text', message: 'Line 3: no such column.' }, { from: 8, to: 13, line: 3 }],
  ['a query', { field: 'queries.runs', message: 'Line 2: no such table.' }, { from: 4, to: 7, line: 2 }],
  ['nothing: the first line', { field: 'text', message: 'There is no data source “demo”.' }, { from: 0, to: 3, line: 1 }],
  ['a place beyond the text, which was changed meanwhile', { field: 'text', message: 'No.', span: [90, 99] as [number, number] }, { from: 14, to: 14, line: 4 }],
])('An error stands at %s', (_, error, place) => {
  expect(marksOf(text, problem(error))[0]).toMatchObject(place)
})

test('Errors are in the order of the text', () => {
  expect(marksOf(text, problem({ field: 'text', message: 'b', span: [8, 9] }, { field: 'text', message: 'a', span: [0, 1] })).map((m) => m.message)).toEqual(['a', 'b'])
})

test('What is wrong with a sample filter is said at the filter, not in the text', () => {
  const wrong = problem({ field: 'filters.region', message: 'There is no filter “region”.' })
  expect(marksOf(text, wrong)).toEqual([])
  expect(filterErrors(wrong)).toEqual({ region: 'There is no filter “region”.' })
})

test('A server that cannot be reached is no error of the text', () => {
  expect(marksOf(text, new Problem(0, 'unreachable', 'Gone.'))).toEqual([])
})

test.each([
  [0, 1],
  [3, 1],
  [4, 2],
  [14, 4],
])('Offset %i is in line %i', (offset, line) => {
  expect(lineAt(text, offset)).toBe(line)
})
