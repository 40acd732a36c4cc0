import { Checkbox } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import { useMe } from '../../api/me'
import { said } from '../../app/toast'
import { Dialog } from '../../parts/Dialog'
import { useSubmit } from '../../parts/submit'
import { plural } from '../../parts/time'
import type { Member } from './Members'
import { Succession, useSuccession } from './Succession'

/** Shuts somebody out; what runs in their name goes to another or stops, and that is said first. */
export function DisableMember({ member, onClose }: { member: Member; onClose: () => void }) {
  const { me } = useMe()
  const client = useQueryClient()
  const succession = useSuccession(member)
  const [everywhere, setEverywhere] = useState(false)
  const disable = useSubmit(async () => {
    const done = await ask(api.POST('/api/v1/members/{id}/disable', { params: { path: { id: member.person_id } }, body: { ...succession.body, everywhere } }))
    said(`${member.name} is shut out.${done.schedules_handed_over ? ` New owner for ${plural(done.schedules_handed_over, 'schedule')}.` : ''}${done.schedules_paused ? ` Paused: ${plural(done.schedules_paused, 'schedule')}.` : ''}`)
    onClose()
    await client.invalidateQueries({ queryKey: ['members'] })
  })
  return (
    <Dialog
      title={`Disable ${member.name}?`}
      opened
      onClose={onClose}
      {...(succession.isDecided ? { action: 'Disable', tone: 'bad' as const, onSubmit: () => void disable.run(), busy: disable.busy } : {})}
      problem={disable.problem}
      labels={{ new_owner: 'New owner' }}
    >
      <p>Their sessions and keys are refused everywhere at once. Nothing of theirs is deleted, and they can be let in again.</p>
      <Succession of={succession} error={disable.errorOf('new_owner')} />
      {me?.person.is_operator && (
        <Checkbox label="In every workspace" description="Closes the account itself; their schedules elsewhere pause." checked={everywhere} onChange={(event) => setEverywhere(event.currentTarget.checked)} />
      )}
    </Dialog>
  )
}
