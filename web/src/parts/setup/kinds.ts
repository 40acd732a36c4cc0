import type { components } from '../../api/schema'
import type { Touchable } from '../Impact'

export type SettingWire = components['schemas']['SettingWire']

/** A data source or a connection: a name, a type, and what that type can be told. */
export interface Thing {
  id: string
  name: string
  type: string
  settings: Record<string, unknown>
  default?: boolean
  updated_at: string
  version: number
}

export interface ThingType {
  type: string
  settings: SettingWire[]
}

export interface ThingBody {
  name: string
  type: string
  settings: Record<string, unknown>
  default?: boolean
}

/** What the two pages of this shape differ in. */
export interface Kind {
  /** Of its queries: ['data-sources']. */
  key: string
  one: string
  many: string
  about: string
  empty: string
  touches: Touchable
  /** Said before it is deleted, where nobody uses it and where somebody does. */
  free: string
  used: string
  hasDefault: boolean
  nameHint: string
  list: (cursor: string | undefined) => Promise<{ items: Thing[]; next_cursor: string | null }>
  types: () => Promise<ThingType[]>
  create: (body: ThingBody) => Promise<Thing>
  replace: (thing: Thing, body: ThingBody) => Promise<Thing>
  remove: (thing: Thing) => Promise<unknown>
  test: (id: string) => Promise<{ ok: boolean; message: string | null }>
  /** What of its settings tells it from others: a host, a bucket. */
  summary: (thing: Thing) => string
}

const names: Record<string, string> = {
  postgres: 'PostgreSQL',
  sqlite: 'SQLite',
  email: 'E-mail (SMTP)',
  resend: 'Resend',
  sendgrid: 'SendGrid',
  slack: 'Slack',
  sms: 'SMS (Twilio)',
  s3: 'S3 bucket',
  webhook: 'Webhook',
  folder: 'Folder',
}

export const typeName = (type: string) => names[type] ?? type.replace(/^./, (c) => c.toUpperCase())

/** `use_ssl` as a label: "Use ssl"; what everybody writes in capitals stays so. */
export function labelOf(name: string) {
  const words = name.replaceAll('_', ' ').replace(/\b(url|ssl|tls|id|sql|api|sid)\b/g, (w) => w.toUpperCase())
  return words.charAt(0).toUpperCase() + words.slice(1)
}
