import { NumberInput, Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import { ifMatch } from '../../api/etag'
import { said } from '../../app/toast'
import { Dialog } from '../../parts/Dialog'
import { useSubmit } from '../../parts/submit'
import { minutesOf } from './units'
import type { Workspace } from './Workspaces'
import classes from './workspaces.module.css'

const gigabyte = 1_000_000_000
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]

type Count = number | ''

const countOf = (value: number | null | undefined): Count => value ?? ''
const orNull = (value: Count) => (value === '' ? null : value)

const labels = {
  slug: 'Short name',
  name: 'Name',
  timezone: 'Time zone',
  week_start: 'Week begins on',
  'limits.schedules': 'Schedules',
  'limits.runs_per_hour': 'Runs per hour',
  'limits.concurrent_runs': 'Runs at a time',
  'limits.storage_bytes': 'Files',
  'limits.min_interval': 'Shortest interval',
  'retention.runs_days': 'Runs are kept',
  'retention.files_days': 'Files are kept',
  'retention.audit_days': 'The audit log is kept',
}

/** Makes or changes a workspace. Limits are an operator's to set. */
export function WorkspaceForm({ workspace, isOperator, onClose }: { workspace: Workspace | null; isOperator: boolean; onClose: () => void }) {
  const client = useQueryClient()
  const [slug, setSlug] = useState('')
  const [name, setName] = useState(workspace?.name ?? '')
  const [timezone, setTimezone] = useState(workspace?.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone)
  const [weekStart, setWeekStart] = useState(workspace?.week_start ?? 1)
  const [limits, setLimits] = useState({
    schedules: countOf(workspace?.limits.schedules),
    runs_per_hour: countOf(workspace?.limits.runs_per_hour),
    concurrent_runs: countOf(workspace?.limits.concurrent_runs),
    gigabytes: countOf(workspace?.limits.storage_bytes === null || workspace?.limits.storage_bytes === undefined ? null : workspace.limits.storage_bytes / gigabyte),
    minutes: countOf(minutesOf(workspace?.limits.min_interval)),
  })
  const [retention, setRetention] = useState({ runs_days: countOf(workspace?.retention.runs_days), files_days: countOf(workspace?.retention.files_days), audit_days: countOf(workspace?.retention.audit_days) })

  const save = useSubmit(async () => {
    const common = {
      name: name.trim(),
      timezone,
      week_start: weekStart,
      retention: { runs_days: orNull(retention.runs_days), files_days: orNull(retention.files_days), audit_days: orNull(retention.audit_days) },
      ...(isOperator && {
        limits: {
          schedules: orNull(limits.schedules),
          runs_per_hour: orNull(limits.runs_per_hour),
          concurrent_runs: orNull(limits.concurrent_runs),
          storage_bytes: limits.gigabytes === '' ? null : Math.round(limits.gigabytes * gigabyte),
          min_interval: limits.minutes === '' ? null : `PT${limits.minutes}M`,
        },
      }),
    }
    const kept = workspace
      ? await ask(api.PATCH('/api/v1/workspaces/{id}', { params: { path: { id: workspace.id }, header: ifMatch(workspace) }, body: common }))
      : await ask(api.POST('/api/v1/workspaces', { body: { slug: slug.trim(), ...common } }))
    said(workspace ? `“${kept.name}” is changed.` : `“${kept.name}” is there. Change to it in the menu of your account and invite its people.`)
    onClose()
    await client.invalidateQueries({ queryKey: ['workspaces'] })
    await client.invalidateQueries({ queryKey: ['me'] })
  })

  const number = (label: string, suffix: string, field: string, value: Count, set: (value: Count) => void, placeholder: string) => (
    <NumberInput label={label} suffix={suffix} placeholder={placeholder} value={value} min={0} onChange={(next) => set(typeof next === 'number' ? next : '')} error={save.errorOf(field)} hideControls thousandSeparator="," />
  )

  return (
    <Dialog title={workspace ? `Change “${workspace.name}”` : 'New workspace'} opened onClose={onClose} action={workspace ? 'Save' : 'Make workspace'} onSubmit={() => void save.run()} busy={save.busy} problem={save.problem} labels={labels} size="lg">
      <TextInput label="Name" required value={name} onChange={(event) => setName(event.currentTarget.value)} error={save.errorOf('name')} data-autofocus autoComplete="off" />
      {!workspace && (
        <TextInput label="Short name" description="For addresses and scripts; it stays: lower-case letters, digits and hyphens." required value={slug} onChange={(event) => setSlug(event.currentTarget.value)} error={save.errorOf('slug')} autoComplete="off" />
      )}
      <div className={classes.pair}>
        <Select label="Time zone" data={zones} searchable value={timezone} onChange={(zone) => zone && setTimezone(zone)} allowDeselect={false} error={save.errorOf('timezone')} />
        <Select label="Week begins on" data={weekdays.map((day, index) => ({ value: String(index + 1), label: day }))} value={String(weekStart)} onChange={(day) => day && setWeekStart(Number(day))} allowDeselect={false} error={save.errorOf('week_start')} />
      </div>
      <fieldset className={classes.group}>
        <legend>How long things are kept</legend>
        <div className={classes.pair}>
          {number('Runs are kept', ' days', 'retention.runs_days', retention.runs_days, (runs_days) => setRetention({ ...retention, runs_days }), 'always')}
          {number('Files are kept', ' days', 'retention.files_days', retention.files_days, (files_days) => setRetention({ ...retention, files_days }), '30 days')}
          {number('The audit log is kept', ' days', 'retention.audit_days', retention.audit_days, (audit_days) => setRetention({ ...retention, audit_days }), 'always')}
        </div>
      </fieldset>
      {isOperator && (
        <fieldset className={classes.group}>
          <legend>Limits</legend>
          <div className={classes.pair}>
            {number('Schedules', '', 'limits.schedules', limits.schedules, (schedules) => setLimits({ ...limits, schedules }), 'no limit')}
            {number('Runs per hour', '', 'limits.runs_per_hour', limits.runs_per_hour, (runs_per_hour) => setLimits({ ...limits, runs_per_hour }), 'no limit')}
            {number('Runs at a time', '', 'limits.concurrent_runs', limits.concurrent_runs, (concurrent_runs) => setLimits({ ...limits, concurrent_runs }), 'no limit')}
            {number('Files', ' GB', 'limits.storage_bytes', limits.gigabytes, (gigabytes) => setLimits({ ...limits, gigabytes }), 'no limit')}
            {number('Shortest interval', ' minutes', 'limits.min_interval', limits.minutes, (minutes) => setLimits({ ...limits, minutes }), 'no limit')}
          </div>
        </fieldset>
      )}
    </Dialog>
  )
}
