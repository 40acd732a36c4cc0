import { Button, Checkbox, Select, Switch, TextInput, Tooltip } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { IconChevronRight } from '@tabler/icons-react'
import { refused, said } from '../../app/toast'
import { api, ask } from '../../api/client'
import { Problem } from '../../api/problem'
import type { components } from '../../api/schema'
import { Card } from '../../parts/Card'
import { Link } from '../../parts/Link'
import { Skeleton } from '../../parts/Skeleton'
import { Trouble } from '../../parts/Trouble'
import form from '../ScheduleExportWidget/form.module.css'
import classes from './notify.module.css'
import { choicesOf, withChoice, type ChannelName, type EventName, type Settings } from './settings'

const events: { name: EventName; label: string }[] = [
  { name: 'fails', label: 'fails' },
  { name: 'succeeds', label: 'succeeds' },
  { name: 'late', label: 'is late' },
  { name: 'missed', label: 'is missed' },
  { name: 'recovers', label: 'recovers' },
  { name: 'paused', label: 'is paused by itself' },
]
const channels: { name: ChannelName; label: string }[] = [
  { name: 'email', label: 'E-mail' },
  { name: 'in_app', label: 'In-app' },
  { name: 'slack', label: 'Slack' },
  { name: 'sms', label: 'SMS' },
]

type Body = components['schemas']['NotificationChoices']

/** What its reader is told, and by which channel. Saved at once. */
export function NotificationSettingsWidget() {
  const client = useQueryClient()
  const key = ['notification-settings']
  const settings = useQuery({ queryKey: key, queryFn: () => ask(api.GET('/api/v1/notification-settings')) as Promise<Settings> })
  const save = useMutation({
    mutationFn: (next: Settings) => ask(api.PUT('/api/v1/notification-settings', { body: choicesOf(next) as Body })) as Promise<Settings>,
    onMutate(next) {
      const before = client.getQueryData<Settings>(key)
      client.setQueryData(key, next)
      return before
    },
    onSuccess: (saved) => client.setQueryData(key, saved),
    onError(error, _, before) {
      client.setQueryData(key, before)
      refused(error, 'Not saved')
    },
  })
  const test = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/notification-settings/test', { body: {} as never })),
    onSuccess: () => said('A test is on its way, by every channel that reaches you.'),
    onError: (error) => refused(error),
  })

  if (settings.isPending) return <Card title="Notify me" flush><Skeleton rows={4} label="Loading your settings" /></Card>
  if (settings.isError) return <Card title="Notify me"><Trouble problem={Problem.of(settings.error)} onRetry={() => void settings.refetch()} /></Card>
  const now = settings.data
  const closed = channels.filter((c) => !now.channels[c.name].available)
  const change = (part: Partial<Settings>) => save.mutate({ ...now, ...part })

  return (
    <Card title="Notify me" flush id="notify" aside={<span className="second small" role="status">{save.isPending ? 'Saving…' : save.isSuccess ? 'Saved' : ''}</span>}>
      <table className={classes.grid}>
        <caption className="unseen">When a run of a schedule does this, tell me by</caption>
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
          {events.map((event) => (
            <tr key={event.name}>
              <th scope="row">{event.label}</th>
              {channels.map((channel) => {
                const route = now.channels[channel.name]
                const control = (
                  <Switch
                    size="sm"
                    aria-label={`${channel.label} when a run ${event.label}`}
                    checked={route.available && now.events[event.name]?.[channel.name] === true}
                    disabled={!route.available}
                    onChange={(e) => save.mutate(withChoice(now, event.name, channel.name, e.currentTarget.checked))}
                  />
                )
                return (
                  <td key={channel.name}>
                    {route.available ? control : <Tooltip label={route.why ?? 'Not set up'}><span>{control}</span></Tooltip>}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {closed.map((channel) => {
        const route = now.channels[channel.name]
        return (
          <p key={channel.name} className={classes.why}>
            <b>{channel.label}:</b> {route.why ?? 'not set up.'} {route.page && <Link to={route.page}>Set it up</Link>}
          </p>
        )
      })}
      <details className={`${form.more} ${classes.more}`}>
        <summary>
          <IconChevronRight size={14} aria-hidden /> Quiet hours and digest
        </summary>
        <div className={form.moreBody}>
          <Select label="Tell me of" data={[{ value: 'mine', label: 'My schedules' }, { value: 'all', label: 'Every schedule of the workspace' }]} value={now.schedules} onChange={(next) => change({ schedules: next ?? 'mine' })} allowDeselect={false} />
          <Checkbox label="Quiet hours: mail, Slack and SMS wait" checked={now.quiet_hours !== null} onChange={(event) => change({ quiet_hours: event.currentTarget.checked ? { from: '22:00', to: '07:00' } : null })} />
          {now.quiet_hours && (
            <div className={form.pair}>
              <TextInput type="time" label="From" defaultValue={now.quiet_hours.from} onBlur={(event) => event.currentTarget.value && change({ quiet_hours: { ...now.quiet_hours!, from: event.currentTarget.value } })} />
              <TextInput type="time" label="To" defaultValue={now.quiet_hours.to} onBlur={(event) => event.currentTarget.value && change({ quiet_hours: { ...now.quiet_hours!, to: event.currentTarget.value } })} />
            </div>
          )}
          <Select
            label="Together, not one by one"
            data={[{ value: 'off', label: 'At once' }, { value: 'hourly', label: 'Every hour' }, { value: 'daily', label: 'Once a day' }]}
            value={now.digest.every}
            onChange={(next) => change({ digest: { ...now.digest, every: next ?? 'off' } })}
            allowDeselect={false}
          />
          {now.digest.every === 'daily' && <TextInput type="time" label="At" defaultValue={now.digest.at} onBlur={(event) => event.currentTarget.value && change({ digest: { ...now.digest, at: event.currentTarget.value } })} />}
        </div>
      </details>
      <div className={classes.foot}>
        <Button size="xs" variant="default" loading={test.isPending} onClick={() => test.mutate()}>
          Send a test
        </Button>
      </div>
    </Card>
  )
}
