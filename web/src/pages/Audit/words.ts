const objects: Record<string, string> = { template: 'report', api_key: 'API key', data_source: 'data source', artifact: 'file', person: 'person', member: 'member' }

/** `schedule.owner_changed` is "Schedule owner changed". */
export function worded(action: string): string {
  const [object = '', ...rest] = action.split('.')
  const text = `${objects[object] ?? object.replaceAll('_', ' ')} ${rest.join(' ').replaceAll('_', ' ')}`.trim()
  return text.charAt(0).toUpperCase() + text.slice(1)
}
