import { Checkbox, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import type { components } from '../../api/schema'
import { said } from '../../app/toast'
import { CopyOnce } from '../../parts/CopyOnce'
import { Dialog } from '../../parts/Dialog'
import type { RoleWord } from '../../parts/names'
import parts from '../../parts/parts.module.css'
import { useSubmit } from '../../parts/submit'
import { RoleField } from './RoleField'

/** Asks somebody into the workspace: by mail, or with a link to hand over. */
export function Invite({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [role, setRole] = useState<RoleWord>('viewer')
  const [mail, setMail] = useState(true)
  const [made, setMade] = useState<components['schemas']['InvitationWire'] | null>(null)
  const invite = useSubmit(async () => {
    const sent = await ask(api.POST('/api/v1/invitations', { body: { email: email.trim(), role, name: name.trim() || null, mail } }))
    await client.invalidateQueries({ queryKey: ['invitations'] })
    if (mail && !sent.mail_error) {
      said(`${sent.email} is invited by mail.`)
      onClose()
    } else setMade(sent)
  })
  if (made) {
    return (
      <Dialog title={`${made.email} is invited`} opened onClose={onClose}>
        {made.mail_error && (
          <div className={parts.notice} data-tone="warn" role="alert">
            <IconAlertTriangle size={16} aria-hidden />
            <span>The mail could not be sent: {made.mail_error} Give them the link yourself.</span>
          </div>
        )}
        <CopyOnce label="Invitation link" value={window.location.origin + (made.accept_path ?? '')}>
          This is the only time that it is shown. It works once, within seven days.
        </CopyOnce>
      </Dialog>
    )
  }
  return (
    <Dialog title="Invite somebody" opened onClose={onClose} action="Invite" onSubmit={() => void invite.run()} busy={invite.busy} problem={invite.problem} labels={{ email: 'E-mail', name: 'Name', role: 'Role' }}>
      <TextInput label="E-mail" type="email" required value={email} onChange={(event) => setEmail(event.currentTarget.value)} error={invite.errorOf('email')} data-autofocus autoComplete="off" />
      <TextInput label="Name" description="They can change it when they accept." value={name} onChange={(event) => setName(event.currentTarget.value)} error={invite.errorOf('name')} autoComplete="off" />
      <RoleField value={role} onChange={setRole} error={invite.errorOf('role')} />
      <Checkbox label="Send the invitation by mail" description="Otherwise you get a link to hand over." checked={mail} onChange={(event) => setMail(event.currentTarget.checked)} />
    </Dialog>
  )
}
