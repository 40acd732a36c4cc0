import type { Destination, Parameter, Policy, Schedule, ScheduleBody, Template } from '../../api/types'

/** A schedule while it is being written. */
export interface Draft {
  reportType: string
  name: string
  /** Values that were set; a parameter that is not in it has its default. */
  filters: Record<string, unknown>
  formats: string[]
  /** When, as a person says it. */
  when: string
  zone: string
  destinations: Destination[]
  send: string
  policy: Partial<Policy>
  /** What of the recurrence is not said in words: start, end, exclude, on_excluded, jitter. */
  bounds: Bounds
  enabled: boolean
  /** Burst settings, which this form shows nowhere and keeps. */
  forEach?: unknown
}

export interface Bounds {
  start?: string
  end?: string
  exclude?: string[]
  on_excluded?: string
  jitter?: string
}

const boundNames = ['start', 'end', 'exclude', 'on_excluded', 'jitter'] as const

export function emptyDraft(zone: string, email?: string): Draft {
  return {
    reportType: '',
    name: '',
    filters: {},
    formats: ['pdf'],
    when: 'every weekday at 08:00',
    zone,
    destinations: [{ type: 'email', to: email ? [email] : [] }],
    send: 'always',
    policy: {},
    bounds: {},
    enabled: true,
  }
}

export function draftOf(schedule: Schedule): Draft {
  const config = schedule.schedule_config as Record<string, unknown>
  const zone = String(config.timezone ?? 'UTC')
  return {
    reportType: schedule.report_type,
    name: schedule.name,
    filters: { ...schedule.filters },
    formats: schedule.formats.map(String),
    when: whenText(schedule),
    zone,
    destinations: structuredClone(schedule.destinations) as Destination[],
    send: schedule.condition.send ?? 'always',
    policy: { ...schedule.policy },
    bounds: Object.fromEntries(boundNames.filter((n) => config[n] !== undefined && config[n] !== null).map((n) => [n, config[n]])) as Bounds,
    enabled: schedule.enabled,
    forEach: (schedule as { for_each?: unknown }).for_each ?? undefined,
  }
}

/** The recurrence as words to begin an edit with: its description without the zone, which has its own field; cron as cron. */
export function whenText(schedule: Schedule): string {
  const config = schedule.schedule_config as Record<string, unknown>
  if (schedule.schedule_type === 'cron') return String(config.expression)
  return schedule.description.replace(` (${String(config.timezone)})`, '')
}

export interface Recurrence {
  schedule_type: string
  schedule_config: Record<string, unknown>
}

/** What was read of the words, with what the form says beside them. */
export function withBounds(recurrence: Recurrence, bounds: Bounds): Recurrence {
  const said = Object.fromEntries(boundNames.filter((n) => hasValue(bounds[n])).map((n) => [n, bounds[n]]))
  return { schedule_type: recurrence.schedule_type, schedule_config: { ...recurrence.schedule_config, ...said } }
}

function hasValue(value: unknown) {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== ''
}

/** The request. Words that could not be read are sent as they are: the server says what is wrong with them. */
export function bodyOf(draft: Draft, recurrence: Recurrence | null, template: Template | undefined): ScheduleBody {
  const when = recurrence ? withBounds(recurrence, draft.bounds) : { recurrence: draft.when, timezone: draft.zone }
  return {
    name: draft.name.trim() || suggestedName(template, draft.when),
    ...when,
    report_type: draft.reportType || null,
    filters: filtersOf(draft.filters),
    formats: draft.formats,
    destinations: draft.destinations.map(cleaned),
    condition: { send: draft.send },
    policy: draft.policy,
    enabled: draft.enabled,
    ...(draft.forEach !== undefined && { for_each: draft.forEach }),
  } as ScheduleBody
}

function filtersOf(filters: Record<string, unknown>) {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined && value !== ''))
}

function cleaned(destination: Destination): Destination {
  return Object.fromEntries(Object.entries(destination).filter(([, value]) => value !== undefined && value !== '')) as Destination
}

export function suggestedName(template: Template | undefined, when: string): string {
  return template ? `${template.title}, ${when}` : ''
}

/** One thing that saving would change. */
export interface Difference {
  what: string
  before: string
  after: string
}

/** What saving would change, in words. */
export function differences(before: Draft, after: Draft, titles: Record<string, string> = {}): Difference[] {
  const rows: [string, string, string][] = [
    ['Report', titles[before.reportType] ?? before.reportType, titles[after.reportType] ?? after.reportType],
    ['Name', before.name, after.name],
    ['Filters', filterText(before.filters), filterText(after.filters)],
    ['Formats', before.formats.join(', ').toUpperCase(), after.formats.join(', ').toUpperCase()],
    ['When', before.when, after.when],
    ['Time zone', before.zone, after.zone],
    ['Delivered to', before.destinations.map(destinationText).join('; '), after.destinations.map(destinationText).join('; ')],
    ['Sent', sendWords[before.send] ?? before.send, sendWords[after.send] ?? after.send],
    ...boundNames.map((n): [string, string, string] => [boundWords[n], textOf(before.bounds[n]), textOf(after.bounds[n])]),
    ...policyNames(before, after).map((n): [string, string, string] => [policyWords[n] ?? n, textOf(before.policy[n]), textOf(after.policy[n])]),
  ]
  return rows.filter(([, a, b]) => a !== b).map(([what, a, b]) => ({ what, before: a || 'none', after: b || 'none' }))
}

function policyNames(before: Draft, after: Draft) {
  return [...new Set([...Object.keys(before.policy), ...Object.keys(after.policy)])] as (keyof Policy)[]
}

export const sendWords: Record<string, string> = {
  always: 'always',
  when_rows: 'only if it has rows',
  when_empty: 'only if it has no rows',
  when_changed: 'only if it changed',
}

const boundWords = { start: 'From', end: 'Until', exclude: 'Not on', on_excluded: 'On a holiday', jitter: 'Spread over' }

const policyWords: Partial<Record<keyof Policy, string>> = {
  misfire: 'Missed runs',
  overlap: 'Overlap',
  max_attempts: 'Attempts',
  timeout: 'Stops after',
  pause_after_failures: 'Pauses after failures',
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return Array.isArray(value) ? value.map(textOf).join(', ') : typeof value === 'object' ? JSON.stringify(value) : String(value)
}

export function filterText(filters: Record<string, unknown>): string {
  return Object.entries(filters)
    .map(([name, value]) => `${name} ${valueText(value)}`)
    .join('; ')
}

/** A filter's value for people: “last week”, “EU, US”, “1 Mar 2026 to 31 Mar 2026”. */
export function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueText).join(', ')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'object' && value !== null) {
    const range = value as { from?: string; to?: string }
    return range.from || range.to ? `${range.from ?? '…'} to ${range.to ?? '…'}` : JSON.stringify(value)
  }
  return typeof value === 'string' ? value.replaceAll('_', ' ') : String(value ?? '')
}

/** “Email · 4 people”, “Slack · #ops”. */
export function destinationText(destination: Destination): string {
  const { type, ...rest } = destination
  const to = rest.to ?? rest.channel ?? rest.url ?? rest.key ?? rest.path
  const kind = channelWord(type)
  if (type === 'inbox') return kind
  if (Array.isArray(to)) return to.length === 1 ? `${kind} · ${String(to[0])}` : `${kind} · ${to.length} ${type === 'email' ? 'people' : 'numbers'}`
  return typeof to === 'string' && to ? `${kind} · ${to}` : kind
}

const channelWords: Record<string, string> = { email: 'E-mail', slack: 'Slack', sms: 'SMS', webhook: 'Webhook', s3: 'S3', folder: 'Folder', inbox: 'Inbox' }

export const channelWord = (type: string) => channelWords[type] ?? type

/** What a parameter has when nothing is said. */
export function defaultText(parameter: Parameter): string {
  return parameter.default === null || parameter.default === undefined ? 'any' : valueText(parameter.default)
}
