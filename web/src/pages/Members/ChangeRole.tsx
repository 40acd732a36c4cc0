import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import { said } from '../../app/toast'
import { Dialog } from '../../parts/Dialog'
import { maySchedule } from '../../parts/names'
import { useSubmit } from '../../parts/submit'
import type { Member } from './Members'
import { RoleField } from './RoleField'
import { Succession, useSuccession } from './Succession'

/** Makes somebody something else; where that may not schedule, it is said first what becomes of what runs in their name. */
export function ChangeRole({ member, onClose }: { member: Member; onClose: () => void }) {
  const client = useQueryClient()
  const [role, setRole] = useState(member.role)
  const succession = useSuccession(member)
  const asks = role !== member.role && !maySchedule(role)
  const change = useSubmit(async () => {
    await ask(api.PATCH('/api/v1/members/{id}', { params: { path: { id: member.person_id } }, body: { role, ...(asks && succession.body) } }))
    const became = succession.how === 'give' ? 'have a new owner' : 'are paused'
    said(`${member.name} is ${role} now.${asks && succession.owns ? ` Their schedules ${became}.` : ''}`)
    onClose()
    await client.invalidateQueries({ queryKey: ['members'] })
  })
  return (
    <Dialog
      title={`Role of ${member.name}`}
      opened
      onClose={onClose}
      {...(!asks || succession.isDecided ? { action: 'Change role', onSubmit: () => void change.run(), busy: change.busy } : {})}
      problem={change.problem}
      labels={{ new_owner: 'New owner' }}
    >
      <RoleField value={role} onChange={setRole} error={change.errorOf('role')} />
      {asks && <Succession of={succession} error={change.errorOf('new_owner')} />}
    </Dialog>
  )
}
