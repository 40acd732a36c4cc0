const at = '2026-03-25T09:41:00Z'
const common = { created_at: '2026-03-01T08:00:00Z', updated_at: at, version: 3 }

export const aParameter = (over: object = {}) => ({ name: 'region', type: 'text', label: 'Region', description: null, required: false, multiple: false, default: 'EU', choices: null, choices_from_source: false, ...over })

export const aReport = (over: object = {}) => ({
  id: 'r1',
  report_type: 'quality_summary',
  title: 'Quality summary',
  description: 'What ran, what failed, and where it got better or worse than the period before.',
  parameters: [aParameter(), aParameter({ name: 'period', type: 'period', label: 'Period', default: 'last_week' })],
  sources: ['demo'],
  text: '---\ntitle: Quality summary\nreport_type: quality_summary\n---\n# Quality\n',
  file: null,
  ...common,
  ...over,
})

export const aSource = (over: object = {}) => ({ id: 'd1', name: 'sales', type: 'postgres', settings: { host: 'db.example.com', port: 5432, database: 'sales', user: 'reports', password: { set: true } }, ...common, ...over })

const setting = (name: string, description: string, over: object = {}) => ({ name, kind: 'text', description, required: false, secret: false, binds_secrets: false, default: null, example: null, choices: null, min: null, max: null, ...over })

export const sourceTypes = [
  {
    type: 'postgres',
    settings: [
      setting('host', 'The server’s name or address.', { required: true, binds_secrets: true, example: 'db.example.com' }),
      setting('port', 'Its port.', { kind: 'integer', default: '5432' }),
      setting('database', 'The database.', { required: true }),
      setting('user', 'A user that may only read.', { required: true }),
      setting('password', 'The user’s password.', { secret: true, required: true }),
      setting('tls', 'How the connection is protected.', { kind: 'choice', choices: ['verify', 'require', 'none'], default: 'verify' }),
    ],
  },
  { type: 'sqlite', settings: [setting('file', 'The file below the folder of sources.', { required: true })] },
]

export const aKey = (over: object = {}) => ({ id: 'k1', name: 'Nightly import', prefix: 'bsk_a1b2c3', role: 'editor', person_id: 'me', created_at: '2026-03-01T08:00:00Z', expires_at: null, last_used_at: '2026-03-25T02:00:00Z', key: null, ...over })

export const aMember = (over: object = {}) => ({ person_id: 'p2', email: 'jan@example.com', name: 'Jan Kowalski', role: 'editor', disabled: false, created_at: '2026-02-01T08:00:00Z', sign_in_path: null, ...over })

export const aTouched = (over: object = {}) => ({ id: 's1', name: 'Orders to finance', report_type: 'orders', owner: 'jan@example.com', enabled: true, next_run_at: '2026-03-26T07:00:00Z', ...over })

export const aCalendar = (over: object = {}) => ({
  id: 'c1',
  name: 'Poland',
  dates: [
    { date: '2026-01-01', name: 'New Year' },
    { date: '2026-05-01', name: 'Labour Day' },
    { date: '2026-12-25', name: 'Christmas Day' },
  ],
  ...common,
  ...over,
})

export const anEntry = (over: object = {}) => ({
  id: 'e1',
  number: 42,
  at,
  actor: 'Maya Lindholm',
  person_id: 'me',
  api_key_id: null,
  origin: '203.0.113.7',
  action: 'schedule.edited',
  object_type: 'schedule',
  object_id: 's1',
  object_name: 'Orders to finance',
  report_type: 'orders',
  failed: false,
  before: { name: 'Orders', policy: { max_attempts: 3 } },
  after: { name: 'Orders to finance', policy: { max_attempts: 5 } },
  hash: 'ab'.repeat(32),
  ...over,
})

export const someAnalytics = {
  from: '2026-03-01T00:00:00Z',
  to: '2026-03-25T10:00:00Z',
  entries: 460,
  failed: 12,
  over_time: Array.from({ length: 24 }, (_, n) => ({ day: `2026-03-${String(n + 1).padStart(2, '0')}`, count: 8 + ((n * 7) % 23), failed: n % 9 === 0 ? 4 : 0 })),
  by_action: [
    { action: 'artifact.read', count: 210, last_at: at },
    { action: 'schedule.edited', count: 40, last_at: at },
  ],
  by_person: [
    { person_id: 'me', actor: 'Maya Lindholm', count: 300, failed: 2, last_at: at },
    { person_id: null, actor: 'worker', count: 160, failed: 10, last_at: at },
  ],
  by_object: [{ object_type: 'schedule', object_id: 's1', object_name: 'Orders to finance', count: 77, last_at: at }],
  failures: [{ action: 'session.refused', count: 12, last_at: at }],
  reports: [{ report_type: 'orders', uses: 180, reads: 120, sent: 50, rendered: 10, people: 6, last_at: at }],
}

export const aWorkspace = (over: object = {}) => ({
  id: 'w',
  slug: 'quality',
  name: 'Quality',
  timezone: 'Europe/Berlin',
  week_start: 1,
  limits: { schedules: 200, runs_per_hour: null, concurrent_runs: 8, storage_bytes: 5_000_000_000, min_interval: 'PT15M' },
  retention: { runs_days: 365, files_days: 30, audit_days: null },
  ...common,
  ...over,
})

export const someUsage = { schedules: 57, runs_in_the_last_hour: 12, runs_now: 1, storage_bytes: 4_800_000_000, members: 9, limits: aWorkspace().limits }

const on = { email: true, in_app: true, slack: false, sms: false }

export const someNotificationSettings = (over: object = {}) => ({
  events: { fails: on, succeeds: { email: false, in_app: false, slack: false, sms: false }, late: on, missed: on, recovers: on, paused: on, approval: on },
  schedules: 'mine',
  quiet_hours: { from: '22:00', to: '07:00' },
  digest: { every: 'off', at: '08:00' },
  timezone: null,
  contacts: { slack: null, phone: null },
  channels: {
    email: { available: true, address: 'maya@example.com', why: null, page: null, note: null },
    in_app: { available: true, address: 'maya@example.com', why: null, page: null, note: null },
    slack: { available: false, address: null, why: 'Say where on Slack: your member ID.', page: '/settings/notifications', note: null },
    sms: { available: false, address: null, why: 'The workspace has no default connection for SMS: an admin adds one.', page: '/admin/connections', note: null },
  },
  version: 2,
  ...over,
})

export const aMessage = (over: object = {}) => ({
  id: 'n1',
  event: 'fails',
  run_id: 'run1',
  schedule_id: 's1',
  report_type: 'orders',
  subject: '“Orders to finance” failed',
  text: 'What happened\nThe database did not answer within 30 seconds.\n\nWhat to do\nNothing: it is tried again at 08:05.',
  link: '/reports/history/run1',
  artifacts: [],
  created_at: at,
  read_at: null,
  ...over,
})

export const anApproval = (over: object = {}) => ({ id: 'a1', address: 'auditor@partner.example', status: 'waiting', asked_for: 'Weekly quality', asked_at: '2026-03-25T08:00:00Z', decided_at: null, ...over })

export const aSuppression = (over: object = {}) => ({ id: 's1', address: 'tired@example.com', schedule_id: null, until: null, created_at: '2026-03-20T08:00:00Z', ...over })

export const someDeliverySettings = (over: object = {}) => ({ allowed_domains: ['example.com'], attach_up_to: 15_000_000, link_days: 3, subject: '{{title}}, {{period}}', text: 'Good morning,', version: 1, updated_at: at, ...over })
