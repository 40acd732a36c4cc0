// @vitest-environment node
import { expect, test } from 'vitest'
import { aDelivery, aFile, aRun, then } from '../testing/samples'
import { deliveryState, percent, runDifferences, timeline } from './runSteps'

test('A run that succeeded went from the queue to each recipient', () => {
  const steps = timeline(aRun({ deliveries: [aDelivery(), aDelivery({ recipient: 'gone@example.com', status: 'failed', error: '550 no such mailbox' })], status: 'partially_failed' }), then)
  expect(steps.map((s) => [s.title, s.tone])).toEqual([
    ['Queued', 'ok'],
    ['Query and render', 'ok'],
    ['To lead@example.com', 'ok'],
    ['To gone@example.com', 'bad'],
    ['Partly failed', 'warn'],
  ])
  expect(steps[1]?.detail).toBe('41,775 rows, 1 file, 283 kB')
  expect(steps[3]?.detail).toBe('550 no such mailbox')
})

test('Who waits for an admin is not said to have failed', () => {
  const waits = aDelivery({ recipient: 'auditor@partner.example', status: 'failed', hold: 'approval', error: 'waits for an admin' })
  expect([deliveryState(waits), deliveryState({ ...waits, hold: null }), deliveryState({ ...waits, status: 'sent' })]).toEqual(['awaiting_approval', 'failed', 'sent'])
  expect(timeline(aRun({ deliveries: [waits], status: 'partially_failed' }), then)[2]).toMatchObject({ took: 'Waits for approval', tone: 'warn', detail: 'waits for an admin' })
})

test('A query that failed is where it stops', () => {
  const steps = timeline(aRun({ status: 'failed', rows: null, artifacts: [], deliveries: [], error: 'no such table' }), then)
  expect(steps[1]).toMatchObject({ title: 'Query and render', tone: 'bad', detail: 'no such table' })
})

test('One that waits has not begun, and one that was cancelled in the queue says why', () => {
  expect(timeline(aRun({ status: 'queued', started_at: null, finished_at: null }), then)).toHaveLength(1)
  const steps = timeline(aRun({ status: 'cancelled', started_at: null, reason: 'The schedule was deleted.' }), then)
  expect(steps[1]).toMatchObject({ title: 'Cancelled', detail: 'The schedule was deleted.' })
})

test('Beside the run before: rows, time, size and the filters that moved', () => {
  const before = aRun({ rows: 100, artifacts: [aFile({ bytes: 1000 })], filters: { region: 'EU', period: { from: '2026-03-09', to: '2026-03-15' } } })
  const rows = runDifferences(aRun({ rows: 150, artifacts: [aFile({ bytes: 900 })], template_version: 4 }), before)
  const of = (what: string) => rows.find((r) => r.what === what)
  expect(of('Rows')).toEqual({ what: 'Rows', before: '100', now: '150', change: '+50 %' })
  expect(of('Size')?.change).toBe('−10 %')
  expect(of('period')).toMatchObject({ before: '2026-03-09 to 2026-03-15', now: '2026-03-16 to 2026-03-22' })
  expect(of('region')).toBeUndefined()
  expect(of('Report version')).toMatchObject({ before: '3', now: '4' })
})

test.each([
  [0, 5, null],
  [null, 5, null],
  [100, 100.2, null],
  [3, 6, '+100 %'],
])('From %o to %o is %o', (before, now, said) => {
  expect(percent(before, now)).toBe(said)
})
