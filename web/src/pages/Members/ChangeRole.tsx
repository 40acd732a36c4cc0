import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import { said } from '../../app/toast'
import { Dialog } from '../../parts/Dialog'
import { useSubmit } from '../../parts/submit'
import type { Member } from './Members'
import { RoleField } from './RoleField'

export function ChangeRole({ member, onClose }: { member: Member; onClose: () => void }) {
  const client = useQueryClient()
  const [role, setRole] = useState(member.role)
  const change = useSubmit(async () => {
    await ask(api.PATCH('/api/v1/members/{id}', { params: { path: { id: member.person_id } }, body: { role } }))
    said(`${member.name} is ${role} now.`)
    onClose()
    await client.invalidateQueries({ queryKey: ['members'] })
  })
  return (
    <Dialog title={`Role of ${member.name}`} opened onClose={onClose} action="Change role" onSubmit={() => void change.run()} busy={change.busy} problem={change.problem}>
      <RoleField value={role} onChange={setRole} error={change.errorOf('role')} />
    </Dialog>
  )
}
