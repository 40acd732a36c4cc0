import type { Settings } from './choices'

const told = { email: true, in_app: true, slack: false, sms: false }

export const someSettings = {
  events: { fails: told, succeeds: { email: false, in_app: false, slack: false, sms: false }, late: told, missed: told, recovers: told, paused: told, approval: told },
  schedules: 'mine',
  quiet_hours: null,
  digest: { every: 'off', at: '08:00' },
  timezone: null,
  contacts: {},
  channels: {
    email: { available: true, address: 'maya@example.com' },
    in_app: { available: true },
    slack: { available: true, address: 'U024BE7LH' },
    sms: { available: false, why: 'The workspace has no SMS gateway.', page: '/admin/connections' },
  },
  version: 1,
} as unknown as Settings
