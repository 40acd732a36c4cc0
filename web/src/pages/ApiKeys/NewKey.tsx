import { Radio, Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import { useMe } from '../../api/me'
import { CopyOnce } from '../../parts/CopyOnce'
import { Dialog } from '../../parts/Dialog'
import { roles, roleWords, type RoleWord } from '../../parts/names'
import { useSubmit } from '../../parts/submit'

const lives = [
  { value: '30', label: 'in 30 days' },
  { value: '90', label: 'in 90 days' },
  { value: '365', label: 'in a year' },
  { value: '', label: 'never' },
]

/** Which roles a key of somebody's may have: none that can do more than they can. */
const within: Record<RoleWord, RoleWord[]> = {
  viewer: ['viewer'],
  editor: ['viewer', 'editor', 'worker'],
  admin: ['viewer', 'editor', 'admin', 'auditor', 'worker'],
  auditor: ['viewer', 'auditor'],
  worker: ['worker'],
}

/** Makes a key and shows it, once. */
export function NewKey({ onClose }: { onClose: () => void }) {
  const { me } = useMe()
  const client = useQueryClient()
  const offered = roles.filter((role) => within[me?.role ?? 'viewer'].includes(role))
  const [name, setName] = useState('')
  const [role, setRole] = useState<RoleWord>(offered.includes('editor') ? 'editor' : offered[0]!)
  const [days, setDays] = useState('90')
  const [made, setMade] = useState<string | null>(null)
  const make = useSubmit(async () => {
    const expires_at = days === '' ? null : new Date(Math.floor(Date.now() / 1000) * 1000 + Number(days) * 86_400_000).toISOString().replace('.000Z', 'Z')
    const key = await ask(api.POST('/api/v1/api-keys', { body: { name: name.trim(), role, expires_at } }))
    setMade(key.key ?? null)
    await client.invalidateQueries({ queryKey: ['api-keys'] })
  })
  if (made !== null) {
    return (
      <Dialog title="Your new key" opened onClose={onClose}>
        <CopyOnce label="API key" value={made}>
          This is the only time that it is shown. Put it where your program’s secrets are; if it is lost, revoke it and make another.
        </CopyOnce>
      </Dialog>
    )
  }
  return (
    <Dialog title="New API key" opened onClose={onClose} action="Make key" onSubmit={() => void make.run()} busy={make.busy} problem={make.problem} labels={{ name: 'Name', role: 'Role', expires_at: 'Expires' }}>
      <TextInput label="Name" description="What uses it, to know it again." required value={name} onChange={(event) => setName(event.currentTarget.value)} error={make.errorOf('name')} maxLength={100} data-autofocus autoComplete="off" />
      <Radio.Group label="Role" value={role} onChange={(value) => setRole(value as RoleWord)} error={make.errorOf('role')}>
        <div style={{ display: 'grid', gap: 8, marginTop: 6 }}>
          {offered.map((word) => (
            <Radio key={word} value={word} label={word} description={roleWords[word]} />
          ))}
        </div>
      </Radio.Group>
      <Select label="Expires" data={lives} value={days} onChange={(value) => setDays(value ?? '')} allowDeselect={false} error={make.errorOf('expires_at')} />
    </Dialog>
  )
}
