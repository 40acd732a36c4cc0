// @vitest-environment node
import { expect, test } from 'vitest'
import type { Schedule } from '../../api/types'
import { bodyOf, destinationText, differences, draftOf, emptyDraft, valueText, withBounds } from './draft'
import { byField, fieldId, fieldLabel, fieldOf } from './errors'
import { nextRuns } from './nextRuns'
import { durationText, timeoutsWith } from './policies'

const slot = (at: string, local: string, offset: string, note: string | null = null) => ({ at, local, offset, note })

test('Coming runs say when the clocks change between them', () => {
  const rows = nextRuns([
    slot('2026-03-27T07:00:00Z', '2026-03-27T08:00:00', '+01:00'),
    slot('2026-03-30T06:00:00Z', '2026-03-30T08:00:00', '+02:00'),
    slot('2026-03-31T06:00:00Z', '2026-03-31T08:00:00', '+02:00'),
  ])
  expect(rows.map((r) => [r.day, r.time, r.utc, r.note])).toEqual([
    ['Fri 27 Mar', '08:00', '07:00 UTC', null],
    ['Mon 30 Mar', '08:00', '06:00 UTC', 'Clocks change: UTC+1 → UTC+2, still 08:00 local'],
    ['Tue 31 Mar', '08:00', '06:00 UTC', null],
  ])
})

test('What the server says of a slot comes before what is computed', () => {
  const said = '02:30 does not exist on this day; runs at 03:00'
  const rows = nextRuns([slot('2026-03-28T01:30:00Z', '2026-03-28T02:30:00', '+01:00'), slot('2026-03-29T01:00:00Z', '2026-03-29T03:00:00', '+02:00', said)])
  expect(rows[1]?.note).toBe(said)
})

test('Half-hour offsets and seconds are said whole', () => {
  const rows = nextRuns([slot('2026-10-03T13:30:00Z', '2026-10-04T00:00:00', '+10:30'), slot('2026-10-04T13:00:05Z', '2026-10-05T00:00:05', '+11:00')])
  expect(rows[1]?.note).toBe('Clocks change: UTC+10:30 → UTC+11')
  expect(rows[1]?.time).toBe('00:00:05')
})

test.each([
  ['PT10M', '10 minutes'],
  ['PT1H30M', '1 hour 30 minutes'],
  ['P1DT1S', '1 day 1 second'],
  ['P1M', 'P1M'],
  ['PT', 'PT'],
])('A time limit of %s is said as “%s”', (iso, words) => expect(durationText(iso)).toBe(words))

test('A limit that was set by the API is offered beside the usual ones', () => {
  expect(timeoutsWith('PT45M').map((t) => t.label)).toEqual(['2 minutes', '10 minutes', '30 minutes', '2 hours', '45 minutes'])
  expect(timeoutsWith('PT2H')).toHaveLength(4)
})

test.each([
  ['name', 'name'],
  ['report_type', 'report'],
  ['recurrence', 'when'],
  ['schedule_config.times[0]', 'when'],
  ['schedule_config.timezone', 'timezone'],
  ['schedule_config.end', 'end'],
  ['filters.region', 'filters.region'],
  ['destinations[1].to[0]', 'destinations.1.to'],
  ['destinations[0]', 'destinations.0'],
  ['policy.max_attempts', 'policy.max_attempts'],
  ['condition.send', 'send'],
])('An error at %s belongs to the field %s', (path, field) => {
  expect(fieldOf(path)).toBe(field)
})

test('Of several errors a field shows its first, and each field has an id of its own', () => {
  const found = byField([
    { field: 'destinations[0].to[0]', code: 'bad', message: 'First.' },
    { field: 'destinations[0].to[1]', code: 'bad', message: 'Second.' },
  ])
  expect(found).toEqual({ 'destinations.0.to': 'First.' })
  expect(fieldId('destinations.0.to')).toBe('schedule-destinations-0-to')
  expect(fieldLabel('destinations.0.to')).toBe('Destination 1')
})

const draft = { ...emptyDraft('Europe/Berlin', 'lead@example.com'), reportType: 'quality' }

test('The request carries what was read, the bounds beside it, and nothing that is empty', () => {
  const read = { schedule_type: 'weekly', schedule_config: { timezone: 'Europe/Berlin', days: ['MO'], times: ['08:00'] } }
  const body = bodyOf({ ...draft, filters: { region: 'EU', period: '' }, bounds: { end: '2026-12-31', exclude: [] } }, read, undefined)
  expect(body.schedule_config).toEqual({ timezone: 'Europe/Berlin', days: ['MO'], times: ['08:00'], end: '2026-12-31' })
  expect(body.filters).toEqual({ region: 'EU' })
  expect(body.destinations).toEqual([{ type: 'email', to: ['lead@example.com'] }])
  expect('recurrence' in body).toBe(false)
})

test('Words that could not be read are sent as they are', () => {
  const body = bodyOf({ ...draft, when: 'whenever' }, null, undefined)
  expect([body.recurrence, body.timezone]).toEqual(['whenever', 'Europe/Berlin'])
})

test('Bounds do not change what they were given', () => {
  const read = { schedule_type: 'daily', schedule_config: { times: ['08:00'] } }
  expect(withBounds(read, { start: '2026-01-01' }).schedule_config).toEqual({ times: ['08:00'], start: '2026-01-01' })
  expect(read.schedule_config).toEqual({ times: ['08:00'] })
})

test('An edit begins with the schedule in words, and what changes is said in words', () => {
  const schedule = {
    report_type: 'quality',
    name: 'Weekly',
    filters: { period: 'last_week' },
    formats: ['pdf'],
    schedule_type: 'weekly',
    schedule_config: { timezone: 'Europe/Berlin', days: ['MO'], times: ['09:00'] },
    description: 'Every Monday at 09:00 (Europe/Berlin)',
    destinations: [{ type: 'email', to: ['a@example.com'] }],
    condition: { send: 'always' },
    policy: { max_attempts: 3 },
    enabled: true,
  } as unknown as Schedule
  const before = draftOf(schedule)
  expect(before.when).toBe('Every Monday at 09:00')
  expect(differences(before, before)).toEqual([])
  const after = { ...before, when: 'every Tuesday at 09:00', formats: ['pdf', 'xlsx'], send: 'when_rows', policy: { max_attempts: 5 }, destinations: [{ type: 'email', to: ['a@example.com', 'b@example.com'] }] }
  expect(differences(before, after)).toEqual([
    { what: 'Formats', before: 'PDF', after: 'PDF, XLSX' },
    { what: 'When', before: 'Every Monday at 09:00', after: 'every Tuesday at 09:00' },
    { what: 'Delivered to', before: 'E-mail · a@example.com', after: 'E-mail · 2 people' },
    { what: 'Sent', before: 'always', after: 'only if it has rows' },
    { what: 'Attempts', before: '3', after: '5' },
  ])
})

test.each([
  [{ type: 'slack', channel: '#ops' }, 'Slack · #ops'],
  [{ type: 'inbox' }, 'Inbox'],
  [{ type: 'sms', to: ['+1', '+2'] }, 'SMS · 2 numbers'],
  [{ type: 'teams' }, 'teams'],
])('A destination in brief: %o', (destination, said) => {
  expect(destinationText(destination)).toBe(said)
})

test.each([
  ['last_week', 'last week'],
  [true, 'yes'],
  [['EU', 'US'], 'EU, US'],
  [{ from: '2026-03-01', to: '2026-03-31' }, '2026-03-01 to 2026-03-31'],
  [7, '7'],
])('A filter value for people: %o', (value, said) => {
  expect(valueText(value)).toBe(said)
})
