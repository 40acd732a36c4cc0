import { IconSend } from '@tabler/icons-react'
import { api, ask } from '../../api/client'
import { ifMatch } from '../../api/etag'
import type { Kind } from '../../parts/setup/kinds'
import { SetupPage } from '../../parts/setup/SetupPage'

const kind: Kind = {
  key: 'connections',
  one: 'connection',
  many: 'Connections',
  about: 'What reports leave by: mail servers, Slack, SMS, buckets.',
  empty: 'Without one, mail is written to the outbox folder of the server, and the inbox in the app works as always.',
  touches: 'connection',
  free: 'No schedule sends over it. Its settings and secrets are forgotten.',
  used: 'It cannot go yet: these send over it. Give them another connection, or make another one the default, first.',
  hasDefault: true,
  nameHint: 'What schedules call it.',
  list: (cursor) => ask(api.GET('/api/v1/connections', { params: { query: { limit: '100', cursor } } })),
  types: () => ask(api.GET('/api/v1/connections/types')),
  create: (body) => ask(api.POST('/api/v1/connections', { body })),
  replace: (thing, body) => ask(api.PUT('/api/v1/connections/{id}', { params: { path: { id: thing.id }, header: ifMatch(thing) }, body })),
  remove: (thing) => ask(api.DELETE('/api/v1/connections/{id}', { params: { path: { id: thing.id }, header: ifMatch(thing) } })),
  test: (id) => ask(api.POST('/api/v1/connections/{id}/test', { params: { path: { id } } })),
  summary: ({ settings }) => {
    for (const name of ['host', 'bucket', 'endpoint', 'from', 'account_sid', 'path', 'url']) if (typeof settings[name] === 'string' && settings[name] !== '') return settings[name]
    return ''
  },
}

export default function Connections() {
  return <SetupPage kind={kind} icon={IconSend} />
}
