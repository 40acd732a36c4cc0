import type { components } from '../../api/schema'

export type Settings = components['schemas']['NotificationSettingsWire']
export type Choices = components['schemas']['NotificationChoices']

export const events = [
  { name: 'fails', label: 'fails' },
  { name: 'succeeds', label: 'succeeds' },
  { name: 'late', label: 'is late' },
  { name: 'missed', label: 'is missed' },
  { name: 'recovers', label: 'recovers' },
  { name: 'paused', label: 'is paused' },
] as const

export const channels = [
  { name: 'email', label: 'E-mail' },
  { name: 'in_app', label: 'In-app' },
  { name: 'slack', label: 'Slack' },
  { name: 'sms', label: 'SMS' },
] as const

export type EventName = (typeof events)[number]['name'] | 'approval'
export type ChannelName = (typeof channels)[number]['name']

/** What is sent when something changes: everything as it is, and the change. */
export function choicesOf({ events, schedules, quiet_hours, digest, timezone, contacts }: Settings): Choices {
  return { events, schedules, quiet_hours, digest, timezone, contacts }
}

export function withChannel(settings: Settings, event: EventName, channel: ChannelName, on: boolean): Choices {
  const choices = choicesOf(settings)
  return { ...choices, events: { ...choices.events, [event]: { ...choices.events?.[event], [channel]: on } } }
}

export const isOn = (settings: Settings, event: EventName, channel: ChannelName) => settings.events[event]?.[channel] === true
