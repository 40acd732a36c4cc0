import { Button } from '@mantine/core'
import { IconAlertTriangle, IconKey, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import { useMe } from '../../api/me'
import { usePages } from '../../api/paging'
import type { components } from '../../api/schema'
import { AddButton } from '../../parts/AddButton'
import { Empty } from '../../parts/Empty'
import { actions, ListCard } from '../../parts/ListCard'
import { Moment } from '../../parts/Moment'
import { usePeople } from '../../parts/names'
import { PageHead } from '../../parts/PageHead'
import parts from '../../parts/parts.module.css'
import { RowButton } from '../../parts/RowButton'
import { Tag } from '../../parts/Tag'
import { NewKey } from './NewKey'
import { RevokeKey } from './RevokeKey'

export type ApiKey = components['schemas']['ApiKeyWire']

/** The keys that programs use: each does what its maker may do, or less. */
export default function ApiKeys() {
  const { me, may } = useMe()
  const [open, setOpen] = useState<'new' | ApiKey | null>(null)
  const list = usePages(['api-keys'], (cursor) => ask(api.GET('/api/v1/api-keys', { params: { query: { limit: '100', cursor } } })))
  const nameOf = usePeople()
  const ofAll = may('manage_workspace')
  const make = () => setOpen('new')

  return (
    <>
      <PageHead
        title="API keys"
        action={
          <AddButton label="New API key" onAdd={make}>
            New key
          </AddButton>
        }
      >
        For programs, as <code>Authorization: Bearer bsk_…</code>. <a href="/docs">The API’s document</a> says what they can ask.
      </PageHead>
      <ListCard
        title={ofAll ? 'Keys of the workspace' : 'Your keys'}
        list={list}
        label="Loading keys"
        columns={['Name', 'Begins with', 'Role', ofAll && 'Of', 'Made', 'Last used', 'Expires', actions]}
        keyOf={(key) => key.id}
        empty={
          <Empty title="No key yet" icon={IconKey} action={<Button onClick={make}>Make a key</Button>}>
            A script, a pipeline or another server signs in with a key instead of a password.
          </Empty>
        }
      >
        {(key) => (
          <>
            <td data-wide className="strong">
              {key.name}
            </td>
            <td data-label="Begins with">
              <code>{key.prefix}…</code>
            </td>
            <td data-label="Role">{key.role}</td>
            {ofAll && <td data-label="Of">{key.person_id === me?.person.id ? 'you' : (nameOf(key.person_id) ?? 'somebody who left')}</td>}
            <td data-label="Made">
              <Moment at={key.created_at} date />
            </td>
            <td data-label="Last used">
              <Moment at={key.last_used_at} none="never" />
            </td>
            <td data-label="Expires">
              <Expiry at={key.expires_at} />
            </td>
            <td className={parts.right} data-wide>
              <RowButton verb="Revoke" name={key.name} icon={IconTrash} onClick={() => setOpen(key)} />
            </td>
          </>
        )}
      </ListCard>
      {open === 'new' && <NewKey onClose={() => setOpen(null)} />}
      {open && open !== 'new' && <RevokeKey apiKey={open} onClose={() => setOpen(null)} />}
    </>
  )
}

const soon = 14 * 86_400_000

function Expiry({ at }: { at: string | null | undefined }) {
  if (!at) return <span className="second">never</span>
  const left = Date.parse(at) - Date.now()
  if (left <= 0)
    return (
      <Tag tone="bad" icon={IconAlertTriangle}>
        expired
      </Tag>
    )
  return left < soon ? (
    <Tag tone="warn" icon={IconAlertTriangle}>
      <Moment at={at} />
    </Tag>
  ) : (
    <Moment at={at} date />
  )
}
