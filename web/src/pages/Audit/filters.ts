import type { UrlState } from '../../app/url'

/** What of the address narrows the log. */
export const filterNames = ['q', 'action', 'object_type', 'object_id', 'person', 'report_type', 'outcome', 'from', 'to'] as const

export const objectTypes = [
  { value: 'schedule', label: 'Schedules' },
  { value: 'run', label: 'Runs' },
  { value: 'delivery', label: 'Deliveries' },
  { value: 'artifact', label: 'Files' },
  { value: 'template', label: 'Reports' },
  { value: 'data_source', label: 'Data sources' },
  { value: 'connection', label: 'Connections' },
  { value: 'calendar', label: 'Calendars' },
  { value: 'person', label: 'People' },
  { value: 'invitation', label: 'Invitations' },
  { value: 'api_key', label: 'API keys' },
  { value: 'workspace', label: 'Workspace' },
  { value: 'audit', label: 'The log itself' },
]

export type AuditQuery = Partial<Record<(typeof filterNames)[number], string>>

/** The address as the API is asked: days are whole ones in the reader's own zone, the last one included. */
export function auditQuery(url: UrlState): AuditQuery {
  const query: AuditQuery = {}
  for (const name of filterNames) if (url[name]) query[name] = url[name]
  if (query.from) query.from = startOf(query.from, 0)
  if (query.to) query.to = startOf(query.to, 1)
  return query
}

function startOf(day: string, plus: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const at = new Date(year, month - 1, date + plus)
  return Number.isNaN(at.getTime()) ? day : at.toISOString().replace('.000Z', 'Z')
}
