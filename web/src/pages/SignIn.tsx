import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { IconAlertTriangle, IconLogin2 } from '@tabler/icons-react'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { api, ask } from '../api/client'
import { Problem } from '../api/problem'
import { Mark } from '../app/Logo'
import classes from '../app/shell.module.css'
import { useUrlState } from '../app/url'
import parts from '../parts/parts.module.css'

const refusedLink = 'This link has been used, or is older than a day. Sign in with your password, or ask an administrator for a new link.'

/** Why the page was come to, where that was no wish of the person's own. */
function whyHere(url: Record<string, string | undefined>): string | null {
  if (url.link === 'refused') return refusedLink
  return url.provider === 'refused' ? (url.reason ?? 'The provider did not sign you in. Start again.') : null
}

/** The provider's button where there is one, a password, or where a link that does not work any more ends. */
export default function SignIn() {
  const [url] = useUrlState()
  const client = useQueryClient()
  const [problem, setProblem] = useState<string | null>(whyHere(url))
  const [busy, setBusy] = useState(false)
  const email = useRef<HTMLInputElement>(null)
  // Without an answer there is no button; a password signs in all the same.
  const provider = useQuery({ queryKey: ['session', 'ways'], queryFn: () => ask(api.GET('/api/v1/session/ways')), staleTime: Infinity, retry: false }).data?.provider

  useEffect(() => {
    document.title = 'Sign in · Broadsheet'
    email.current?.focus()
  }, [])

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    try {
      await ask(api.POST('/api/v1/session', { body: { email: String(form.get('email')), password: String(form.get('password')) } }))
      client.clear()
      // A whole new page: nothing of another person's session stays in memory.
      window.location.assign(ownAddress(url.back))
    } catch (error) {
      setBusy(false)
      setProblem(Problem.of(error).message)
      email.current?.focus()
    }
  }

  return (
    <main className={classes.signIn}>
      <div className={classes.signInCard}>
        <div className={classes.signInBrand}>
          <Mark size={30} /> Broadsheet
        </div>
        <h1>Sign in</h1>
        {problem && (
          <div className={parts.notice} data-tone="bad" role="alert" style={{ marginTop: 20 }}>
            <IconAlertTriangle size={16} aria-hidden />
            <span>{problem}</span>
          </div>
        )}
        {provider && (
          <div className={classes.provider}>
            <Button component="a" href={provider.path} variant="default" leftSection={<IconLogin2 size={18} aria-hidden />}>
              Sign in with {provider.name}
            </Button>
            <p className={classes.or}>or with a password</p>
          </div>
        )}
        <form onSubmit={(event) => void submit(event)}>
          <TextInput ref={email} name="email" type="email" label="E-mail" autoComplete="username" required withAsterisk={false} />
          <PasswordInput name="password" label="Password" autoComplete="current-password" required withAsterisk={false} visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }} />
          <Button type="submit" loading={busy}>
            Sign in
          </Button>
          <p className="second small">No password yet? Use the one-time link that an administrator gives you; the first start prints one.</p>
        </form>
      </div>
    </main>
  )
}

/** Only an address of this app: a link must not lead a person elsewhere after they signed in. */
export function ownAddress(back: string | undefined): string {
  return back && back.startsWith('/') && !back.startsWith('//') && !back.includes('\\') ? back : '/'
}

export { SignIn as SignInPage }
