import { ActionIcon, Avatar, Menu, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { IconKeyboard, IconLogout, IconMenu2, IconMoon, IconSun, IconX } from '@tabler/icons-react'
import { Suspense, useEffect, useRef, useState } from 'react'
import { api, ask } from '../api/client'
import { meQuery, useMe } from '../api/me'
import { Problem } from '../api/problem'
import { session } from '../api/session'
import { Bell } from '../pages/Notifications/Bell'
import { Later, useArrived } from '../parts/Later'
import { Skeleton } from '../parts/Skeleton'
import { Trouble } from '../parts/Trouble'
import { useKeyboardHelp } from './keyboard'
import { Live } from './live'
import { Logo } from './Logo'
import { Navigation } from './Navigation'
import classes from './shell.module.css'
import { refused } from './toast'
import { useGo } from './url'

/** The frame of every page behind the sign-in. */
export function Shell() {
  const go = useGo()
  const client = useQueryClient()
  const path = useRouterState({ select: (s) => s.location.pathname })
  const me = useQuery(meQuery)
  const arrived = useArrived(me.data !== undefined)
  const problem = me.isError ? Problem.of(me.error) : null

  useEffect(() => {
    const leave = () => {
      client.clear()
      const back = window.location.pathname + window.location.search
      go('/signin', back === '/' || back.startsWith('/signin') ? {} : { back })
    }
    if (problem?.status === 401) leave()
    return session.onEnd(leave)
  }, [client, problem?.status, go])

  if (problem && problem.status !== 401) return <Trouble problem={problem} onRetry={() => void me.refetch()} />
  return arrived ? <Frame path={path} /> : null
}

function Frame({ path }: { path: string }) {
  const [open, setOpen] = useState(false)
  const menuButton = useRef<HTMLButtonElement>(null)
  useEffect(() => setOpen(false), [path])
  useEffect(() => {
    if (!open) return
    const close = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setOpen(false)
      menuButton.current?.focus()
    }
    document.addEventListener('keydown', close)
    return () => document.removeEventListener('keydown', close)
  }, [open])
  return (
    <div className={classes.frame}>
      <a href="#main" className={classes.skip}>
        Skip to the page
      </a>
      <header className={classes.top}>
        <ActionIcon ref={menuButton} className={classes.menuButton} aria-label={open ? 'Close the menu' : 'Open the menu'} aria-expanded={open} aria-controls="navigation" onClick={() => setOpen(!open)}>
          {open ? <IconX size={20} /> : <IconMenu2 size={20} />}
        </ActionIcon>
        <Logo />
        <div className={classes.topRight}>
          <Clock />
          <Later turn={2} until={<span className={classes.topLater} />}>
            <Bell />
            <ThemeToggle />
            <Person />
          </Later>
        </div>
      </header>
      <div className={classes.below}>
        <Navigation open={open} path={path} />
        <main id="main" className={classes.main} tabIndex={-1}>
          <Suspense fallback={<Skeleton rows={6} label="Loading the page" />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <Later>
        <Live />
      </Later>
    </div>
  )
}

function Clock() {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 15_000)
    return () => clearInterval(timer)
  }, [])
  const text = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone: 'UTC' }).format(now)
  return <span className={classes.clock}>{text} UTC</span>
}

function ThemeToggle() {
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false })
  const other = scheme === 'dark' ? 'light' : 'dark'
  return (
    <Tooltip label={`Use the ${other} theme`}>
      <ActionIcon aria-label={`Use the ${other} theme`} onClick={() => setColorScheme(other)}>
        {scheme === 'dark' ? <IconSun size={18} stroke={1.7} /> : <IconMoon size={18} stroke={1.7} />}
      </ActionIcon>
    </Tooltip>
  )
}

function Person() {
  const { me } = useMe()
  const help = useKeyboardHelp()
  const client = useQueryClient()
  if (!me) return null
  async function leave() {
    try {
      await ask(api.DELETE('/api/v1/session'))
      session.ended()
    } catch (error) {
      refused(error)
    }
  }
  function move(slug: string) {
    session.workspace = slug
    client.clear()
    window.location.assign('/')
  }
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <button type="button" className={classes.person} aria-label={`Account of ${me.person.name}`}>
          <Avatar size={32} color="accent" name={me.person.name} alt="" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.whoami}>
          <div className="strong clip">{me.person.name}</div>
          <div className="second small clip">{me.person.email}</div>
          <div className="second small">
            {me.role} in {me.workspace.name}
          </div>
        </div>
        {me.memberships.length > 1 && (
          <>
            <Menu.Divider />
            <Menu.Label>Workspaces</Menu.Label>
            {me.memberships.map((place) => (
              <Menu.Item key={place.id} onClick={() => move(place.slug)} aria-current={place.id === me.workspace.id}>
                {place.name}
                {place.id === me.workspace.id && ' ✓'}
              </Menu.Item>
            ))}
          </>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={help}>
          Keyboard
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void leave()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
