import { expect, test } from 'vitest'
import { labelOf, type SettingWire } from './kinds'
import { secretsToRepeat, settingsOf, valuesOf } from './values'

const setting = (name: string, more: Partial<SettingWire> = {}): SettingWire => ({ name, kind: 'text', description: '', required: false, secret: false, binds_secrets: false, ...more })
const settings = [
  setting('host', { required: true, binds_secrets: true }),
  setting('port', { kind: 'integer', default: '5432' }),
  setting('tls', { kind: 'choice', choices: ['require', 'none'], default: 'require' }),
  setting('verify', { kind: 'boolean', default: 'true' }),
  setting('allow', { kind: 'text_list' }),
  setting('password', { secret: true }),
]
const stored = { host: 'db', port: 5432, tls: 'none', verify: false, allow: ['a', 'b'], password: { set: true } }

test('A form shows what is stored, and of a secret nothing', () => {
  expect(valuesOf(settings, stored)).toEqual({ host: 'db', port: '5432', tls: 'none', verify: false, allow: 'a\nb', password: '' })
})

test('A new form has the defaults of choices and boxes; those of texts stand as placeholders', () => {
  expect(valuesOf(settings, {})).toEqual({ host: '', port: '', tls: 'require', verify: true, allow: '', password: '' })
})

test('What is empty is not sent: a stored secret stays, a default holds', () => {
  expect(settingsOf(settings, { host: 'db', port: '', tls: 'none', verify: true, allow: ' a \n\nb', password: '' })).toEqual({ host: 'db', tls: 'none', verify: true, allow: ['a', 'b'] })
})

test.each([
  ['6432', 6432],
  ['-1', -1],
  ['many', 'many'],
])('The number %s is sent as %s: the server says what is wrong with one that is none', (typed, sent) => {
  expect(settingsOf(settings, { port: typed })).toEqual({ port: sent })
})

test('A stored secret is asked for again when it would be sent elsewhere, until it is typed', () => {
  const values = valuesOf(settings, stored)
  expect(secretsToRepeat(settings, values, stored)).toEqual([])
  expect(secretsToRepeat(settings, { ...values, port: '6432' }, stored)).toEqual([])
  expect(secretsToRepeat(settings, { ...values, host: 'other' }, stored)).toEqual(['password'])
  expect(secretsToRepeat(settings, { ...values, host: 'other', password: 'p' }, stored)).toEqual([])
})

test.each([
  ['reply_to', 'Reply to'],
  ['webhook_url', 'Webhook URL'],
  ['account_sid', 'Account SID'],
])('%s is called %s', (name, label) => {
  expect(labelOf(name)).toBe(label)
})
