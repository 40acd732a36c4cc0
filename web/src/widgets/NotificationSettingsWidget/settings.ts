export type ChannelName = 'email' | 'in_app' | 'slack' | 'sms'
export type EventName = 'fails' | 'succeeds' | 'late' | 'missed' | 'recovers' | 'paused' | 'approval'

interface Route {
  available: boolean
  address?: string | null
  why?: string | null
  page?: string | null
  note?: string | null
}

export interface Settings {
  events: Partial<Record<EventName, Partial<Record<ChannelName, boolean>>>>
  schedules: string
  quiet_hours: { from: string; to: string } | null
  digest: { every: string; at: string }
  timezone: string | null
  contacts: { slack?: string | null; phone?: string | null }
  channels: Record<ChannelName, Route>
  version: number
}

export function withChoice(settings: Settings, event: EventName, channel: ChannelName, on: boolean): Settings {
  return { ...settings, events: { ...settings.events, [event]: { ...settings.events[event], [channel]: on } } }
}

/** What can be saved of it: the rest is the server's to say. */
export function choicesOf({ events, schedules, quiet_hours, digest, timezone, contacts }: Settings) {
  return { events, schedules, quiet_hours, digest, timezone, contacts }
}
