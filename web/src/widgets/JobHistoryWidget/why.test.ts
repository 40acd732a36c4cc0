// @vitest-environment node
import { expect, test } from 'vitest'
import { aDelivery, aFile, aRun } from '../../testing/samples'
import { progress, startedBy, whyFailed } from './why'

test('A run that did not fail has no why', () => {
  expect(whyFailed(aRun())).toBeNull()
  expect(whyFailed(aRun({ status: 'running' }))).toBeNull()
})

test('A query that failed sent nothing, and retrying is safe', () => {
  const why = whyFailed(aRun({ status: 'failed', error: 'no such table: test_runs', artifacts: [], deliveries: [] }))!
  expect(why.cause).toBe('no such table: test_runs')
  expect(why.safe).toBe('No file was made and nothing was sent to anybody.')
  expect(why.next).toContain('Mend the query')
  expect(why.action).toBe('retry')
})

test('Where some have it, only the others get it again', () => {
  const why = whyFailed(
    aRun({
      status: 'partially_failed',
      artifacts: [aFile()],
      deliveries: [aDelivery({ status: 'sent' }), aDelivery({ status: 'failed', recipient: 'gone@example.com', error: '550 no such mailbox' })],
    }),
  )!
  expect(why.cause).toBe('gone@example.com: 550 no such mailbox')
  expect(why.safe).toBe('The report was made: 1 file to open below. 1 recipient has it and will not get it again.')
  expect(why.next).toContain('Correct the address')
  expect(why.action).toBe('retry-deliveries')
})

test('Who waits for an admin is helped by an admin, not by sending again', () => {
  const held = aDelivery({ status: 'failed', recipient: 'auditor@partner.example', hold: 'approval', error: 'This address is outside of the workspace’s allowed domains.' })
  const why = whyFailed(aRun({ status: 'partially_failed', deliveries: [aDelivery(), held] }))!
  expect(why.next).toContain('on the page Recipients')
  expect(why.action).toBe('approve')
})

test('What may have arrived is said', () => {
  const why = whyFailed(aRun({ status: 'failed', artifacts: [aFile()], deliveries: [aDelivery({ status: 'unknown', error: 'the connection broke' })] }))!
  expect(why.safe).toContain('it is not known whether it arrived')
})

test('An owner who may not any more is a matter of the schedule', () => {
  expect(whyFailed(aRun({ status: 'failed', error: "The schedule's owner is no longer a member of the workspace. Give it a new owner.", artifacts: [], deliveries: [] }))!.action).toBe('edit')
})

test.each([
  [5, 10, 50],
  [60, 10, 95],
  [0, 10, 2],
])('After %d s of about %d the bar is at %d', (gone, expected, at) => {
  const run = aRun({ status: 'running', started_at: '2026-03-25T09:00:00Z', finished_at: null, expected_seconds: expected })
  expect(progress(run, new Date(Date.parse('2026-03-25T09:00:00Z') + gone * 1000))).toBe(at)
})

test('Without a history there is no bar to lie with', () => {
  expect(progress(aRun({ status: 'running', expected_seconds: null }), new Date())).toBeNull()
})

test('Who started it, and which attempt it is', () => {
  expect(startedBy(aRun())).toBe('Schedule')
  expect(startedBy(aRun({ trigger: 'manual', requested_by: { id: '1', name: 'Maya' } }))).toBe('Maya, by hand')
  expect(startedBy(aRun({ attempt: 3 }))).toBe('Schedule · attempt 3')
})
