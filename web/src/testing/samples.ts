import type { Artifact, Channel, Delivery, Run, Schedule, Summary, Template } from '../api/types'

/** What tests and stories show; the world stands at this instant. */
export const then = new Date('2026-03-25T09:41:00Z')

let count = 0
const id = () => `0199d5a0-0000-7000-8000-${String(++count).padStart(12, '0')}`
const before = (minutes: number) => new Date(then.getTime() - minutes * 60_000).toISOString()
const after = (minutes: number) => new Date(then.getTime() + minutes * 60_000).toISOString()

export const me = {
  person: { id: 'me', email: 'maya@example.com', name: 'Maya Lindholm', is_operator: true },
  workspace: { id: 'w', slug: 'quality', name: 'Quality', timezone: 'Europe/Berlin', week_start: 1, created_at: before(9), updated_at: before(9), version: 1 },
  role: 'admin',
  permissions: ['see', 'schedule', 'schedule_of_others', 'write_reports', 'manage_sources', 'manage_workspace', 'read_audit', 'process_due'],
  memberships: [{ id: 'w', slug: 'quality', name: 'Quality', role: 'admin' }],
  api_key_id: null,
}
export const viewer = { ...me, role: 'viewer', permissions: ['see'] }

export function aFile(over: Partial<Artifact> = {}): Artifact {
  return { id: id(), format: 'pdf', file_name: 'quality-2026-W12.pdf', media_type: 'application/pdf', bytes: 283_100, rows: 41_775, sha256: 'a'.repeat(64), expires_at: after(60 * 24 * 30), ...over } as Artifact
}

export function aDelivery(over: Partial<Delivery> = {}): Delivery {
  return { id: id(), type: 'email', recipient: 'lead@example.com', status: 'sent', attempts: 1, error: null, sent_at: before(120), next_attempt_at: null, ...over } as Delivery
}

export function aRun(over: Partial<Run> = {}): Run {
  return {
    id: id(),
    schedule_id: 's1',
    schedule_name: 'Orders to warehouse',
    template_id: 't1',
    report_type: 'orders',
    template_version: 3,
    trigger: 'schedule',
    scheduled_for: before(122),
    status: 'succeeded',
    attempt: 1,
    queued_at: before(122),
    started_at: before(122),
    finished_at: before(121),
    reason: null,
    rows: 41_775,
    filters: { region: 'EU', period: { from: '2026-03-16', to: '2026-03-22' } },
    artifacts: [aFile()],
    deliveries: [aDelivery()],
    error: null,
    requested_by: null,
    expected_seconds: null,
    previous_run_id: null,
    ...over,
  } as Run
}

const bars = (pattern: string) =>
  [...pattern].map((mark, index) => ({
    id: id(),
    status: mark === 'x' ? 'failed' : mark === '-' ? 'skipped' : 'succeeded',
    scheduled_for: before(1440 * (index + 1)),
    started_at: before(1440 * (index + 1)),
    finished_at: new Date(then.getTime() - 1440 * (index + 1) * 60_000 + (30 + ((index * 17) % 40)) * 1000).toISOString(),
  }))

export function aSchedule(over: Partial<Schedule> = {}, pattern = '..............'): Schedule {
  return {
    id: id(),
    name: 'Orders to finance',
    schedule_type: 'weekly',
    schedule_config: { timezone: 'Europe/Berlin', times: ['08:00'], every: 1, days: ['MO', 'TU', 'WE', 'TH', 'FR'] },
    description: 'Every weekday at 08:00 (Europe/Berlin)',
    template_id: 't1',
    report_type: 'orders',
    report_title: 'Daily orders',
    filters: {},
    formats: ['xlsx'],
    destinations: [{ type: 'email', to: ['finance@example.com'] }],
    condition: { send: 'always' },
    policy: { misfire: 'latest', overlap: 'skip', max_attempts: 3, timeout: 'PT10M', pause_after_failures: 5 },
    enabled: true,
    owner: { id: 'me', name: 'Maya Lindholm', email: 'maya@example.com' },
    state: 'ok',
    paused_reason: null,
    last_run_at: before(120),
    last_status: 'succeeded',
    next_run_at: after(21 * 60),
    created_at: before(60 * 24 * 40),
    updated_at: before(60 * 24 * 40),
    version: 1,
    recent_runs: bars(pattern),
    ...over,
  } as Schedule
}

export const someSchedules: Schedule[] = [
  aSchedule({ name: 'Revenue pack for the board', report_title: 'Weekly revenue by region', formats: ['pdf', 'xlsx'], description: 'Every Monday at 09:00 (Europe/Berlin)', next_run_at: after(60 * 24 * 5), destinations: [{ type: 'email', to: ['a@example.com', 'b@example.com', 'c@example.com', 'd@example.com'] }] }, '...x..x.......'),
  aSchedule({}, '....-.........'),
  aSchedule({ name: 'Receivables over 60 days', report_title: 'Accounts receivable', formats: ['csv'], description: 'On the 1st of every month at 06:00 (America/New_York)', schedule_config: { timezone: 'America/New_York' }, next_run_at: after(60 * 24 * 7), destinations: [{ type: 's3', key: 'ar-exports/{{file_name}}' }], state: 'failing', last_status: 'failed' }, 'xx...x........'),
  aSchedule({ name: 'Stock ageing', report_title: 'Inventory ageing', description: 'Every day at 07:30 (Asia/Tokyo)', schedule_config: { timezone: 'Asia/Tokyo' }, next_run_at: after(13 * 60), destinations: [{ type: 'slack', channel: '#ops' }] }, '.......x......'),
  aSchedule({ name: 'Churn cohort', report_title: 'Customer churn cohort', formats: ['pdf'], description: 'Every Friday at 16:00 (Europe/London)', schedule_config: { timezone: 'Europe/London' }, enabled: false, state: 'paused', next_run_at: null, destinations: [{ type: 'email', to: ['x@example.com', 'y@example.com'] }] }, '-.............'),
  aSchedule({ name: 'SLA breaches', report_title: 'Support SLA', formats: ['html'], description: 'Every hour (UTC)', schedule_config: { timezone: 'UTC' }, next_run_at: after(19), destinations: [{ type: 'webhook', url: 'https://pager.example.com' }, { type: 'inbox' }] }),
  aSchedule({ name: 'New and untried', report_title: 'Daily orders', state: 'never_ran', last_status: null, last_run_at: null, next_run_at: after(60 * 18), destinations: [{ type: 'inbox' }] }, ''),
]

export const someRuns: Run[] = [
  aRun({ status: 'running', schedule_name: 'Churn cohort', started_at: before(0.5), finished_at: null, rows: null, artifacts: [], deliveries: [], expected_seconds: 60 }),
  aRun({ status: 'queued', schedule_name: 'Churn cohort', started_at: null, queued_at: before(50), finished_at: null, rows: null, artifacts: [], deliveries: [] }),
  aRun({ schedule_name: 'SLA breaches', rows: 8_172, artifacts: [aFile({ bytes: 4_512_000 })] }),
  aRun({ status: 'failed', schedule_name: 'Receivables over 60 days', attempt: 3, rows: null, artifacts: [], deliveries: [], error: 'The data source “finance” cannot be reached: connection refused.' }),
  aRun({ status: 'partially_failed', schedule_name: 'Revenue pack for the board', rows: 13_898, trigger: 'manual', requested_by: { id: 'me', name: 'Maya Lindholm' }, artifacts: [aFile(), aFile({ format: 'xlsx', file_name: 'revenue.xlsx' })], deliveries: [aDelivery(), aDelivery({ recipient: 'gone@example.com', status: 'failed', attempts: 3, error: '550 5.1.1 no such mailbox' })] }),
  aRun({ status: 'skipped', reason: 'The report has no rows (condition: when_rows).', rows: 0, artifacts: [], deliveries: [] }),
  aRun({ status: 'cancelled', reason: 'The schedule was paused before this run started.', started_at: null, rows: null, artifacts: [], deliveries: [] }),
  aRun({ rows: 44_426, artifacts: [aFile({ bytes: 3_700_000 })] }),
]

export const aSummary: Summary = {
  active: 6,
  paused: 1,
  failing: 1,
  succeeded: 105,
  failed: 7,
  next: { schedule_id: 's', name: 'SLA breaches', at: after(19) },
  coming: [
    { at: after(19), count: 1, name: 'SLA breaches' },
    { at: after(13 * 60), count: 2, name: 'Stock ageing' },
    { at: after(18.5 * 60), count: 1, name: 'Orders to warehouse' },
    { at: after(21.5 * 60), count: 1, name: 'Orders to finance' },
  ],
} as Summary

export const aTemplate: Template = {
  id: 't1',
  report_type: 'orders',
  title: 'Daily orders',
  description: 'Orders by region and day.',
  parameters: [
    { name: 'region', type: 'text', label: 'Region', description: null, required: false, multiple: false, default: 'EU', choices: ['EU', 'US', 'APAC'], choices_from_source: false },
    { name: 'period', type: 'period', label: 'Period', description: null, required: false, multiple: false, default: 'last_week', choices: null, choices_from_source: false },
  ],
  sources: ['demo'],
  text: null,
  version: 3,
  file: null,
  created_at: before(9),
  updated_at: before(9),
} as Template

const setting = (name: string, kind: string, description: string, over: object = {}) => ({ name, kind, description, required: false, secret: false, binds_secrets: false, default: null, example: null, choices: null, min: null, max: null, ...over })

export const someChannels = [
  { type: 'inbox', settings: [], connects: false, connections: [] },
  { type: 'email', settings: [setting('to', 'text_list', 'Who gets it', { required: true, example: 'lead@example.com' }), setting('cc', 'text_list', 'Who else gets it'), setting('subject', 'text', 'The subject, with {{placeholders}}', { example: 'Quality, {{period}}' }), setting('text', 'multiline_text', 'The text above the summary')], connects: true, connections: [] },
  { type: 'slack', settings: [setting('channel', 'text', 'The channel, by its ID or name', { example: 'C0123456789' }), setting('webhook_url', 'text', 'An incoming webhook’s URL', { secret: true })], connects: true, connections: [] },
  { type: 'webhook', settings: [setting('url', 'text', 'Where to post', { required: true, example: 'https://example.com/hooks' })], connects: true, connections: [] },
] as unknown as Channel[]

export const aParse = {
  status: 'ok',
  schedule_type: 'weekly',
  schedule_config: { timezone: 'Europe/Berlin', times: ['08:00'], every: 1, days: ['MO', 'TU', 'WE', 'TH', 'FR'] },
  description: 'Every weekday (Mon–Fri) at 08:00 (Europe/Berlin)',
  cron: '0 8 * * 1-5',
  notes: [],
  warnings: [],
  occurrences: [
    { at: '2026-03-26T07:00:00Z', local: '2026-03-26T08:00:00', offset: '+01:00', note: null },
    { at: '2026-03-27T07:00:00Z', local: '2026-03-27T08:00:00', offset: '+01:00', note: null },
    { at: '2026-03-30T06:00:00Z', local: '2026-03-30T08:00:00', offset: '+02:00', note: null },
    { at: '2026-03-31T06:00:00Z', local: '2026-03-31T08:00:00', offset: '+02:00', note: null },
    { at: '2026-04-01T06:00:00Z', local: '2026-04-01T08:00:00', offset: '+02:00', note: null },
  ],
  options: [],
  error: null,
}

export const page = <T>(items: T[], total = items.length, next: string | null = null) => ({ items, next_cursor: next, total })

/** The calls that the scheduling page makes, answered well. */
export const answers: Record<string, unknown> = {
  'GET /api/v1/me': me,
  'GET /api/v1/reports/templates': page([aTemplate]),
  'GET /api/v1/channels': someChannels,
  'GET /api/v1/reports/formats': ['csv', 'json', 'html', 'xlsx', 'pdf'],
  'GET /api/v1/calendars': page([]),
  'GET /api/v1/reports/schedules': page(someSchedules),
  'GET /api/v1/reports/schedules/summary': aSummary,
  'GET /api/v1/reports/runs': page(someRuns, 40),
  'POST /api/v1/reports/schedules/parse': aParse,
  'POST /api/v1/reports/schedules/preview': { description: '', schedule_type: 'weekly', schedule_config: {}, cron: null, occurrences: aParse.occurrences, warnings: [] },
}
