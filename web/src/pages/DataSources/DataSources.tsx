import { IconDatabase } from '@tabler/icons-react'
import { api, ask } from '../../api/client'
import { ifMatch } from '../../api/etag'
import type { Kind, Thing } from '../../parts/setup/kinds'
import { SetupPage } from '../../parts/setup/SetupPage'

const kind: Kind = {
  key: 'data-sources',
  one: 'data source',
  many: 'Data sources',
  about: 'The databases that reports read. They are only ever read.',
  empty: 'Reports ask their questions here. Give a user that may only read.',
  touches: 'data_source',
  free: 'No report reads it. Its settings and secrets are forgotten.',
  used: 'It cannot go yet: these depend on it. Change or delete the reports first.',
  hasDefault: false,
  nameHint: 'What reports call it: lower-case letters, digits and _.',
  list: (cursor) => ask(api.GET('/api/v1/data-sources', { params: { query: { limit: '100', cursor } } })),
  types: () => ask(api.GET('/api/v1/data-sources/types')),
  create: ({ name, type, settings }) => ask(api.POST('/api/v1/data-sources', { body: { name, type, settings } })),
  replace: (thing, { name, type, settings }) => ask(api.PUT('/api/v1/data-sources/{id}', { params: { path: { id: thing.id }, header: ifMatch(thing) }, body: { name, type, settings } })),
  remove: (thing) => ask(api.DELETE('/api/v1/data-sources/{id}', { params: { path: { id: thing.id }, header: ifMatch(thing) } })),
  test: (id) => ask(api.POST('/api/v1/data-sources/{id}/test', { params: { path: { id } } })),
  summary: whereIs,
}

function whereIs({ settings }: Thing): string {
  const text = (name: string) => (typeof settings[name] === 'string' || typeof settings[name] === 'number' ? String(settings[name]) : '')
  if (text('host')) return `${text('host')}${text('port') ? `:${text('port')}` : ''}${text('database') ? ` / ${text('database')}` : ''}`
  return text('path') || text('file') || text('database')
}

export default function DataSources() {
  return <SetupPage kind={kind} icon={IconDatabase} />
}
