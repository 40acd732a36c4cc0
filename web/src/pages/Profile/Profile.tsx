import { Button, PasswordInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { IconDeviceDesktop, IconLogout } from '@tabler/icons-react'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import { useMe } from '../../api/me'
import { Problem } from '../../api/problem'
import { refused, said } from '../../app/toast'
import { Card } from '../../parts/Card'
import { Listed } from '../../parts/Listed'
import { Moment } from '../../parts/Moment'
import { PageHead } from '../../parts/PageHead'
import parts from '../../parts/parts.module.css'
import { ErrorSummary, useSubmit } from '../../parts/submit'
import { Tag } from '../../parts/Tag'
import classes from './profile.module.css'
import { browserOf, wayOf } from './sessionWords'

/** Who one is, one's password, and where one is signed in. */
export default function Profile() {
  const { me } = useMe()
  return (
    <>
      <PageHead title="Profile">{me && `${me.person.name}, ${me.person.email}`}</PageHead>
      <div className={classes.columns}>
        <div className={classes.column}>
          <Card title="You">
            {me && (
              <dl className={classes.facts}>
                <dt>Name</dt>
                <dd>{me.person.name}</dd>
                <dt>E-mail</dt>
                <dd>{me.person.email}</dd>
                <dt>Role</dt>
                <dd>
                  {me.role} in {me.workspace.name}
                  {me.person.is_operator && ', operator of the server'}
                </dd>
                {me.memberships.length > 1 && (
                  <>
                    <dt>Also in</dt>
                    <dd>
                      {me.memberships
                        .filter((place) => place.id !== me.workspace.id)
                        .map((place) => `${place.name} (${place.role})`)
                        .join(', ')}
                    </dd>
                  </>
                )}
              </dl>
            )}
          </Card>
          <Card title="Password">
            <Password />
          </Card>
          <Provider />
        </div>
        <Sessions />
      </div>
    </>
  )
}

function Password() {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [round, setRound] = useState(0)
  const client = useQueryClient()
  const change = useSubmit(async () => {
    await ask(api.PUT('/api/v1/me/password', { body: { password: next, current_password: current || null } }))
    setCurrent('')
    setNext('')
    setRound(round + 1)
    said('Your password is changed. Your other sessions have ended.')
    await client.invalidateQueries({ queryKey: ['sessions'] })
  })
  return (
    <form
      key={round}
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void change.run()
      }}
    >
      <ErrorSummary problem={change.problem} labels={{ password: 'New password', current_password: 'Password now' }} />
      <PasswordInput
        label="Password now"
        description="Leave it empty if you have none yet and came by a link."
        autoComplete="current-password"
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
        error={change.errorOf('current_password')}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the password now' }}
      />
      <PasswordInput
        label="New password"
        description="A few words that do not belong together are good, and easy to keep in mind."
        required
        autoComplete="new-password"
        value={next}
        onChange={(event) => setNext(event.currentTarget.value)}
        error={change.errorOf('password')}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the new password' }}
      />
      <Button type="submit" loading={change.busy} style={{ justifySelf: 'start' }}>
        Change password
      </Button>
    </form>
  )
}

/** The way to a second way in: the provider's identity becomes one of this account. */
function Provider() {
  const provider = useQuery({ queryKey: ['session', 'ways'], queryFn: () => ask(api.GET('/api/v1/session/ways')), staleTime: Infinity, retry: false }).data?.provider
  if (!provider) return null
  return (
    <Card title={provider.name}>
      <div className={classes.form}>
        <p className="second">Sign in there once more, and from then on it lets you in to this account.</p>
        <Button component="a" href={`${provider.path}?connect=true`} variant="default" style={{ justifySelf: 'start' }}>
          Connect {provider.name}
        </Button>
      </div>
    </Card>
  )
}

function Sessions() {
  const client = useQueryClient()
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => ask(api.GET('/api/v1/me/sessions')) })
  const items = sessions.data?.items
  async function end(act: Promise<unknown>, words: string) {
    try {
      await act
      said(words)
    } catch (error) {
      refused(error, 'Not signed out')
    }
    await client.invalidateQueries({ queryKey: ['sessions'] })
  }
  const others = () => void end(ask(api.DELETE('/api/v1/me/sessions')), 'All your other sessions have ended.')
  return (
    <Card
      title="Where you are signed in"
      count={items?.length}
      flush
      aside={
        items && items.length > 1 ? (
          <Button variant="default" leftSection={<IconLogout size={16} />} onClick={others}>
            End all others
          </Button>
        ) : undefined
      }
    >
      <Listed
        list={{ items, problem: sessions.error === null ? null : Problem.of(sessions.error), isPending: sessions.isPending, hasMore: false, isLoadingMore: false, more: () => {}, again: () => void sessions.refetch() }}
        label="Loading sessions"
        empty={<p className={classes.none}>You use an API key; sessions are those of people.</p>}
      >
        {(all) => (
          <ul className={classes.sessions}>
            {all.map((session) => (
              <li key={session.id}>
                <IconDeviceDesktop size={20} stroke={1.5} aria-hidden className={parts.quiet} />
                <div>
                  <div className="strong">{browserOf(session.user_agent)}</div>
                  <div className="second small">
                    {session.origin} · {wayOf(session.way)} · seen <Moment at={session.last_seen_at} />
                  </div>
                </div>
                {session.current ? (
                  <Tag tone="info">this one</Tag>
                ) : (
                  <Button
                    variant="default"
                    size="compact-sm"
                    aria-label={`End the session of ${browserOf(session.user_agent)} from ${session.origin}`}
                    onClick={() => void end(ask(api.DELETE('/api/v1/me/sessions/{id}', { params: { path: { id: session.id } } })), 'That session has ended.')}
                  >
                    End
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Card>
  )
}
