import { Radio } from '@mantine/core'
import { useState } from 'react'
import { Impact, useImpact } from '../../parts/Impact'
import { HeirField } from './HeirField'
import type { Member } from './Members'

/** What becomes of somebody's schedules when they may no longer have them run: somebody takes them, or they pause. */
export function useSuccession(member: Member) {
  const impact = useImpact('member', member.person_id)
  const [how, setHow] = useState<'give' | 'pause'>('give')
  const [heir, setHeir] = useState<string | null>(null)
  const owns = (impact.data?.schedules.length ?? 0) > 0
  return {
    member,
    impact,
    how,
    setHow,
    heir,
    setHeir,
    owns,
    /** It is known whether they own any, and who takes them where somebody shall. */
    isDecided: impact.data !== undefined && !(owns && how === 'give' && heir === null),
    /** The answer, as the requests that need it take it. */
    body: !owns ? {} : how === 'give' ? { new_owner: heir } : { pause_schedules: true },
  }
}

/** Names the schedules and asks. */
export function Succession({ of: { member, impact, how, setHow, heir, setHeir, owns }, error }: { of: ReturnType<typeof useSuccession>; error?: string }) {
  return (
    <>
      <Impact impact={impact} free="No schedule runs in their name." used="These schedules run with their rights:" />
      {owns && (
        <Radio.Group label="What becomes of these schedules?" value={how} onChange={(value) => setHow(value as 'give' | 'pause')}>
          <div style={{ display: 'grid', gap: 8, marginTop: 6 }}>
            <Radio value="give" label="Somebody else takes them" description="They go on without a gap, with the new owner’s rights." />
            <Radio value="pause" label="They pause" description="Each says why, until somebody takes it." />
          </div>
        </Radio.Group>
      )}
      {owns && how === 'give' && <HeirField without={member.person_id} value={heir} onChange={setHeir} error={error} />}
    </>
  )
}
