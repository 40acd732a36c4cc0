import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import { said } from '../../app/toast'
import { Dialog } from '../../parts/Dialog'
import { Impact, useImpact } from '../../parts/Impact'
import { useSubmit } from '../../parts/submit'
import { HeirField } from './HeirField'
import type { Member } from './Members'

/** Takes somebody out of the workspace with their keys. Their schedules need a new owner first. */
export function RemoveMember({ member, onClose }: { member: Member; onClose: () => void }) {
  const client = useQueryClient()
  const impact = useImpact('member', member.person_id)
  const [heir, setHeir] = useState<string | null>(null)
  const owns = (impact.data?.schedules.length ?? 0) > 0
  const path = { id: member.person_id }
  const remove = useSubmit(async () => {
    if (owns && heir) await ask(api.POST('/api/v1/members/{id}/schedules/give', { params: { path }, body: { new_owner: heir } }))
    await ask(api.DELETE('/api/v1/members/{id}', { params: { path } }))
    said(`${member.name} is no member any more.`)
    onClose()
    await client.invalidateQueries({ queryKey: ['members'] })
  })
  const ready = impact.data !== undefined && (!owns || heir !== null)
  return (
    <Dialog
      title={`Remove ${member.name}?`}
      opened
      onClose={onClose}
      {...(ready ? { action: 'Remove', tone: 'bad' as const, cancel: 'Keep them', onSubmit: () => void remove.run(), busy: remove.busy } : {})}
      problem={remove.problem}
      labels={{ new_owner: 'New owner' }}
    >
      <p>They leave this workspace, and their API keys for it are revoked. What they did stays in the audit log.</p>
      <Impact impact={impact} free="No schedule runs in their name." used="These schedules run with their rights; somebody takes them first:" />
      {owns && <HeirField without={member.person_id} value={heir} onChange={setHeir} error={remove.errorOf('new_owner')} />}
    </Dialog>
  )
}
