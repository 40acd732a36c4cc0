import type { components } from './schema'

type Schemas = components['schemas']

export type Schedule = Schemas['ScheduleWire']
export type ScheduleBody = Schemas['ScheduleBody']
export type RecentRun = Schemas['RecentRunWire']
export type Summary = Schemas['SummaryWire']
export type Run = Schemas['RunWire']
export type Delivery = Schemas['DeliveryWire']
export type Artifact = Schemas['ArtifactWire']
export type Template = Schemas['TemplateWire']
export type Parameter = Schemas['ParameterWire']
export type Parsed = Schemas['ParseAnswer']
export type Occurrence = Schemas['OccurrenceWire']
export type Channel = Schemas['ChannelWire']
export type Setting = Schemas['SettingWire']
export type Policy = Schemas['PolicyWire']
export type Change = Schemas['ChangeWire']
export type AuditEntry = Schemas['AuditWire']
export type Destination = { type: string } & Record<string, unknown>
