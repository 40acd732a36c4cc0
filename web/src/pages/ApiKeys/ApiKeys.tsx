import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconKey, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import { useMe } from '../../api/me'
import { usePages } from '../../api/paging'
import type { components } from '../../api/schema'
import { useShortcuts } from '../../app/keyboard'
import { Card } from '../../parts/Card'
import { Empty } from '../../parts/Empty'
import { Listed } from '../../parts/Listed'
import { Moment } from '../../parts/Moment'
import { usePeople } from '../../parts/names'
import { PageHead } from '../../parts/PageHead'
import parts from '../../parts/parts.module.css'
import { useRowKeys } from '../../parts/rows'
import { Tag } from '../../parts/Tag'
import { NewKey } from './NewKey'
import { RevokeKey } from './RevokeKey'

export type ApiKey = components['schemas']['ApiKeyWire']

/** The keys that programs use: each does what its maker may do, or less. */
export default function ApiKeys() {
  const { me, may } = useMe()
  const [open, setOpen] = useState<'new' | ApiKey | null>(null)
  const list = usePages(['api-keys'], (cursor) => ask(api.GET('/api/v1/api-keys', { params: { query: { limit: '100', cursor } } })))
  const box = useRowKeys()
  const nameOf = usePeople()
  const ofAll = may('manage_workspace')
  const make = () => setOpen('new')
  useShortcuts([{ key: 'n', label: 'New API key', run: make }])

  return (
    <>
      <PageHead
        title="API keys"
        action={
          <Button leftSection={<IconPlus size={16} />} onClick={make}>
            New key
          </Button>
        }
      >
        For programs, as <code>Authorization: Bearer bsk_…</code>. <a href="/docs">The API’s document</a> says what they can ask.
      </PageHead>
      <Card title={ofAll ? 'Keys of the workspace' : 'Your keys'} count={list.items?.length} flush>
        <div ref={box}>
          <Listed
            list={list}
            label="Loading keys"
            empty={
              <Empty title="No key yet" icon={IconKey} action={<Button onClick={make}>Make a key</Button>}>
                A script, a pipeline or another server signs in with a key instead of a password.
              </Empty>
            }
          >
            {(keys) => (
              <table className={parts.table}>
                <thead>
                  <tr>
                    <th scope="col">Name</th>
                    <th scope="col">Begins with</th>
                    <th scope="col">Role</th>
                    {ofAll && <th scope="col">Of</th>}
                    <th scope="col">Made</th>
                    <th scope="col">Last used</th>
                    <th scope="col">Expires</th>
                    <th scope="col">
                      <span className="unseen">Actions</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {keys.map((key) => (
                    <tr key={key.id} data-row tabIndex={-1}>
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
                        <Tooltip label="Revoke">
                          <ActionIcon aria-label={`Revoke ${key.name}`} onClick={() => setOpen(key)}>
                            <IconTrash size={18} stroke={1.7} />
                          </ActionIcon>
                        </Tooltip>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </Listed>
        </div>
      </Card>
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
