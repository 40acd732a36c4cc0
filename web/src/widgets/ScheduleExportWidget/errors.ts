import type { FieldError } from '../../api/problem'

/** The field of the form that an error of the server belongs to. */
export function fieldOf(path: string): string {
  const [first = ''] = path.split(/[.[]/)
  switch (first) {
    case 'template_id':
    case 'report_type':
      return 'report'
    case 'schedule_type':
    case 'recurrence':
      return 'when'
    case 'schedule_config':
      return /schedule_config\.(start|end|exclude|on_excluded)/.exec(path)?.[1] ?? (path.includes('timezone') ? 'timezone' : 'when')
    case 'filters':
      return path.split('.').slice(0, 2).join('.')
    case 'destinations': {
      const at = /^destinations\[(\d+)\](?:\.(\w+))?/.exec(path)
      return at ? `destinations.${at[1]}${at[2] ? `.${at[2]}` : ''}` : 'destinations'
    }
    case 'policy':
      return path
    case 'condition':
      return 'send'
    default:
      return first
  }
}

/** By field of the form, the first message of each. */
export function byField(errors: FieldError[]): Record<string, string> {
  const found: Record<string, string> = {}
  for (const error of errors) found[fieldOf(error.field)] ??= error.message
  return found
}

/** What a person finds a field under. */
export function fieldLabel(field: string): string {
  const known: Record<string, string> = {
    report: 'Report',
    name: 'Name',
    formats: 'Format',
    when: 'When',
    timezone: 'Time zone',
    destinations: 'Deliver to',
    send: 'Send',
    start: 'From',
    end: 'Until',
    exclude: 'Not on',
  }
  if (known[field]) return known[field]
  if (field.startsWith('filters.')) return `Filter ${field.slice(8)}`
  const at = /^destinations\.(\d+)/.exec(field)
  if (at) return `Destination ${Number(at[1]) + 1}`
  return field.replaceAll('_', ' ').replace('policy.', '')
}

/** The id of the control of a field. */
export const fieldId = (field: string) => `schedule-${field.replaceAll(/[^a-z0-9]+/gi, '-')}`
