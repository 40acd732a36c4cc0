import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState, type FormEvent } from 'react'
import { api, ask } from '../../api/client'
import { Problem } from '../../api/problem'
import { Mark } from '../../app/Logo'
import classes from '../../app/shell.module.css'
import { useParam } from '../../app/url'
import { Link } from '../../parts/Link'
import { roleWords } from '../../parts/names'
import { Skeleton } from '../../parts/Skeleton'
import { ErrorSummary, useSubmit } from '../../parts/submit'
import { Trouble } from '../../parts/Trouble'

/** Where the link of an invitation leads: says to what, and asks for a password of one's own. */
export default function Invitation() {
  const token = useParam('token')
  const query = useQuery({ queryKey: ['invitation', token], queryFn: () => ask(api.POST('/api/v1/invitations/show', { body: { token } })), retry: false, staleTime: Infinity })
  const [password, setPassword] = useState('')
  const [typed, setTyped] = useState<string | null>(null)
  const invitation = query.data
  const name = typed ?? invitation?.name ?? ''

  useEffect(() => {
    document.title = 'Invitation · Broadsheet'
  }, [])

  const accept = useSubmit(async () => {
    await ask(api.POST('/api/v1/invitations/accept', { body: { token, password: password || null, name: invitation?.has_account ? null : name.trim() || null } }))
    window.location.assign('/')
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    void accept.run()
  }

  return (
    <main className={classes.signIn}>
      <div className={classes.signInCard}>
        <div className={classes.signInBrand}>
          <Mark size={30} /> Broadsheet
        </div>
        {query.isPending ? (
          <>
            <h1>Invitation</h1>
            <Skeleton rows={3} label="Reading the invitation" />
          </>
        ) : !invitation ? (
          <Trouble page problem={Problem.of(query.error)} title="This invitation does not work any more" action={<Link to="/signin">To the sign-in</Link>} />
        ) : (
          <>
            <h1>You are invited</h1>
            <p className="second" style={{ marginTop: 8 }}>
              To <strong>{invitation.workspace}</strong>, as {invitation.role}: who {roleWords[invitation.role]}. The invitation is for {invitation.email}.
            </p>
            <form onSubmit={submit} noValidate>
              <ErrorSummary problem={accept.problem} labels={{ password: 'Password', name: 'Name', token: 'Invitation' }} />
              {!invitation.has_account && <TextInput label="Your name" autoComplete="name" value={name} onChange={(event) => setTyped(event.currentTarget.value)} error={accept.errorOf('name')} />}
              <input type="hidden" name="username" autoComplete="username" value={invitation.email} readOnly />
              <PasswordInput
                label={invitation.has_account ? 'Your password' : 'Choose a password'}
                description={invitation.has_account ? 'You have an account already. If you are signed in, leave it empty.' : 'A few words that do not belong together are good, and easy to keep in mind.'}
                autoComplete={invitation.has_account ? 'current-password' : 'new-password'}
                value={password}
                onChange={(event) => setPassword(event.currentTarget.value)}
                error={accept.errorOf('password')}
                visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
              />
              <Button type="submit" loading={accept.busy}>
                Accept and sign in
              </Button>
            </form>
          </>
        )}
      </div>
    </main>
  )
}
