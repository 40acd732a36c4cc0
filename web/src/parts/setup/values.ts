import type { SettingWire } from './kinds'

/** What a form holds: text as typed, lists a line each. */
export type Values = Record<string, string | boolean>

/** The form of a thing as it is stored. Secrets are never answered: their fields are empty. */
export function valuesOf(settings: SettingWire[], stored: Record<string, unknown>): Values {
  return Object.fromEntries(settings.map((setting) => [setting.name, valueOf(setting, stored[setting.name])]))
}

function valueOf(setting: SettingWire, stored: unknown): string | boolean {
  if (setting.kind === 'boolean') return stored === undefined ? setting.default === 'true' : stored === true || stored === 'true'
  if (setting.secret || stored === undefined || stored === null) return setting.kind === 'choice' ? (setting.default ?? '') : ''
  return Array.isArray(stored) ? stored.join('\n') : String(stored)
}

/** What is sent: what is empty is left out, so that a default holds and a stored secret stays. */
export function settingsOf(settings: SettingWire[], values: Values): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const { name, kind } of settings) {
    const value = values[name]
    if (value === undefined || value === '') continue
    if (typeof value === 'boolean') body[name] = value
    else if (kind === 'integer') body[name] = /^-?\d+$/.test(value.trim()) ? Number(value) : value
    else if (kind === 'text_list') body[name] = lines(value)
    else body[name] = value
  }
  return body
}

function lines(text: string) {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** The secrets that are stored and have to be entered again, because what they are sent to has changed. */
export function secretsToRepeat(settings: SettingWire[], values: Values, stored: Record<string, unknown>): string[] {
  const before = valuesOf(settings, stored)
  const moved = settings.some((s) => s.binds_secrets && values[s.name] !== before[s.name])
  return moved ? settings.filter((s) => s.secret && isSet(stored[s.name]) && !values[s.name]).map((s) => s.name) : []
}

export function isSet(stored: unknown): boolean {
  return typeof stored === 'object' && stored !== null && (stored as { set?: boolean }).set === true
}
