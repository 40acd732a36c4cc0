import { Button, Switch } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { IconInfoCircle, IconSend } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { api, ask } from '../../api/client'
import { ifMatch } from '../../api/etag'
import { useMe } from '../../api/me'
import { Problem } from '../../api/problem'
import { announce } from '../../app/announce'
import { refused } from '../../app/toast'
import { Card } from '../../parts/Card'
import { useArrived } from '../../parts/Later'
import { Link } from '../../parts/Link'
import { Stale } from '../../parts/Listed'
import { Skeleton } from '../../parts/Skeleton'
import { Trouble } from '../../parts/Trouble'
import { channels, events, isOn, withChannel, type ChannelName, type Choices, type EventName, type Settings } from './choices'
import classes from './notify.module.css'

const Details = lazy(() => import('./Details'))
const SendTest = lazy(() => import('./SendTest'))

const key = ['notification-settings']

/** What one is told about schedules, and how. Each choice is saved as it is made. */
export function NotificationSettingsWidget({ detailed = false }: { detailed?: boolean }) {
  const { may } = useMe()
  const client = useQueryClient()
  const [testing, setTesting] = useState(false)
  const query = useQuery({ queryKey: key, queryFn: () => ask(api.GET('/api/v1/notification-settings')) })
  const arrived = useArrived(query.data !== undefined)
  const settings = arrived ? query.data : undefined

  /** Shown at once, and taken back where the server refuses. */
  async function save(choices: Choices, words: string) {
    const before = client.getQueryData<Settings>(key)
    if (!before) return
    client.setQueryData<Settings>(key, { ...before, ...(choices as Partial<Settings>) })
    try {
      const kept = await ask(api.PUT('/api/v1/notification-settings', { params: { header: before.version > 0 ? ifMatch(before) : {} }, body: choices }))
      client.setQueryData<Settings>(key, kept)
      announce(words)
    } catch (error) {
      client.setQueryData<Settings>(key, before)
      if (Problem.of(error).status === 412) void query.refetch()
      if (Problem.of(error).status === 422) throw error
      refused(error, 'Not saved')
    }
  }

  return (
    <Card
      title="Notify me"
      id="notify"
      flush
      aside={
        settings && (
          <Button variant="default" size="compact-md" leftSection={<IconSend size={14} />} onClick={() => setTesting(true)}>
            Send test
          </Button>
        )
      }
    >
      {!settings ? (
        query.isError ? (
          <Trouble problem={Problem.of(query.error)} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton rows={5} label="Loading what you are told" />
        )
      ) : (
        <>
          {query.isError && <Stale problem={Problem.of(query.error)} onRetry={() => void query.refetch()} />}
          <Matrix settings={settings} approves={may('manage_workspace')} onChange={(event, channel, on, words) => save(withChannel(settings, event, channel, on), words).catch((error: unknown) => refused(error, 'Not saved'))} />
          <Why settings={settings} />
          {detailed && (
            <Suspense fallback={<Skeleton label="Loading the details" />}>
              <Details settings={settings} onSave={save} />
            </Suspense>
          )}
        </>
      )}
      <Suspense>{testing && <SendTest onClose={() => setTesting(false)} />}</Suspense>
    </Card>
  )
}

interface MatrixProps {
  settings: Settings
  approves: boolean
  onChange: (event: EventName, channel: ChannelName, on: boolean, words: string) => unknown
}

function Matrix({ settings, approves, onChange }: MatrixProps) {
  const rows: { name: EventName; label: string }[] = approves ? [...events, { name: 'approval', label: 'waits for approval' }] : [...events]
  return (
    <table className={classes.matrix}>
      <caption className="unseen">When a run does one of these, tell me by these ways</caption>
      <thead>
        <tr>
          <th scope="col">When a run…</th>
          {channels.map((channel) => (
            <th key={channel.name} scope="col">
              {channel.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((event) => (
          <tr key={event.name}>
            <th scope="row">{event.label}</th>
            {channels.map((channel) => {
              const route = settings.channels[channel.name]
              const on = isOn(settings, event.name, channel.name)
              return (
                <td key={channel.name}>
                  <Switch
                    aria-label={`${channel.label} when a run ${event.label}`}
                    checked={on && route.available}
                    disabled={!route.available}
                    onChange={(change) => onChange(event.name, channel.name, change.currentTarget.checked, `${channel.label} ${change.currentTarget.checked ? 'on' : 'off'} when a run ${event.label}. Saved.`)}
                  />
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Why a channel is off, and the page on which that is mended. */
function Why({ settings }: { settings: Settings }) {
  const said = channels.flatMap(({ name, label }) => {
    const route = settings.channels[name]
    const text = route.available ? route.note : route.why
    return text ? [{ name, label, text, page: route.page }] : []
  })
  if (said.length === 0) return null
  return (
    <ul className={classes.why}>
      {said.map(({ name, label, text, page }) => (
        <li key={name}>
          <IconInfoCircle size={16} aria-hidden />
          <span>
            <span className="strong">{label}:</span> {text} {page && <Link to={page}>Set it up</Link>}
          </span>
        </li>
      ))}
    </ul>
  )
}
