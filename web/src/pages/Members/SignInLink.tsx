import { useState } from 'react'
import { api, ask } from '../../api/client'
import { CopyOnce } from '../../parts/CopyOnce'
import { Dialog } from '../../parts/Dialog'
import { useSubmit } from '../../parts/submit'
import type { Member } from './Members'

/** A way in for somebody who lost theirs. */
export function SignInLink({ member, onClose }: { member: Member; onClose: () => void }) {
  const [link, setLink] = useState<string | null>(null)
  const make = useSubmit(async () => {
    const made = await ask(api.POST('/api/v1/members/{id}/sign-in-link', { params: { path: { id: member.person_id } } }))
    setLink(window.location.origin + made.sign_in_path)
  })
  if (link) {
    return (
      <Dialog title={`Sign-in link of ${member.name}`} opened onClose={onClose}>
        <CopyOnce label="One-time link" value={link}>
          This is the only time that it is shown. It signs in whoever opens it, once, within 24 hours: give it to them alone.
        </CopyOnce>
      </Dialog>
    )
  }
  return (
    <Dialog title={`A sign-in link for ${member.name}?`} opened onClose={onClose} action="Make link" onSubmit={() => void make.run()} busy={make.busy} problem={make.problem}>
      <p>For somebody who has no password yet, or forgot it. The link works once, within 24 hours; an older one stops working.</p>
    </Dialog>
  )
}
