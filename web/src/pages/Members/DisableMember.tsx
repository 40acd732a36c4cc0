import { Checkbox, Radio } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import { useMe } from '../../api/me'
import { said } from '../../app/toast'
import { Dialog } from '../../parts/Dialog'
import { Impact, useImpact } from '../../parts/Impact'
import { useSubmit } from '../../parts/submit'
import { HeirField } from './HeirField'
import type { Member } from './Members'

/** Shuts somebody out; what runs in their name goes to another or stops, and that is said first. */
export function DisableMember({ member, onClose }: { member: Member; onClose: () => void }) {
  const { me } = useMe()
  const client = useQueryClient()
  const impact = useImpact('member', member.person_id)
  const [how, setHow] = useState<'give' | 'pause'>('give')
  const [heir, setHeir] = useState<string | null>(null)
  const [everywhere, setEverywhere] = useState(false)
  const owns = (impact.data?.schedules.length ?? 0) > 0
  const disable = useSubmit(async () => {
    const body = owns && how === 'give' ? { new_owner: heir, everywhere } : { pause_schedules: owns, everywhere }
    const done = await ask(api.POST('/api/v1/members/{id}/disable', { params: { path: { id: member.person_id } }, body }))
    said(`${member.name} is shut out.${done.schedules_handed_over ? ` ${done.schedules_handed_over} schedules have a new owner.` : ''}${done.schedules_paused ? ` ${done.schedules_paused} schedules are paused.` : ''}`)
    onClose()
    await client.invalidateQueries({ queryKey: ['members'] })
  })
  const ready = impact.data !== undefined && !(owns && how === 'give' && heir === null)
  return (
    <Dialog
      title={`Disable ${member.name}?`}
      opened
      onClose={onClose}
      {...(ready ? { action: 'Disable', tone: 'bad' as const, onSubmit: () => void disable.run(), busy: disable.busy } : {})}
      problem={disable.problem}
      labels={{ new_owner: 'New owner' }}
    >
      <p>Their sessions and keys are refused everywhere at once. Nothing of theirs is deleted, and they can be let in again.</p>
      <Impact impact={impact} free="No schedule runs in their name." used="These schedules run with their rights:" />
      {owns && (
        <>
          <Radio.Group label="What becomes of these schedules?" value={how} onChange={(value) => setHow(value as 'give' | 'pause')}>
            <div style={{ display: 'grid', gap: 8, marginTop: 6 }}>
              <Radio value="give" label="Somebody else takes them" description="They go on without a gap, with the new owner’s rights." />
              <Radio value="pause" label="They pause" description="Each says why, until somebody takes it." />
            </div>
          </Radio.Group>
          {how === 'give' && <HeirField without={member.person_id} value={heir} onChange={setHeir} error={disable.errorOf('new_owner')} />}
        </>
      )}
      {me?.person.is_operator && (
        <Checkbox label="In every workspace" description="Closes the account itself; their schedules elsewhere pause." checked={everywhere} onChange={(event) => setEverywhere(event.currentTarget.checked)} />
      )}
    </Dialog>
  )
}
