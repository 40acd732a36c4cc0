import { Button, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { IconSend } from '@tabler/icons-react'
import { useEffect, useMemo, useRef, useState, type FormEvent } from 'react'
import { announce } from '../../app/announce'
import { said } from '../../app/toast'
import { api, ask, askWhole } from '../../api/client'
import { useMe } from '../../api/me'
import { Problem } from '../../api/problem'
import type { Template } from '../../api/types'
import { Card } from '../../parts/Card'
import { Empty } from '../../parts/Empty'
import { useArrived } from '../../parts/Later'
import { Link } from '../../parts/Link'
import { Notice } from '../../parts/Notice'
import parts from '../../parts/parts.module.css'
import { Skeleton } from '../../parts/Skeleton'
import { Trouble } from '../../parts/Trouble'
import { Changes } from './Changes'
import { DestinationsField } from './DestinationsField'
import { bodyOf, differences, draftOf, emptyDraft, suggestedName, type Draft } from './draft'
import { ErrorSummary } from './ErrorSummary'
import { byField, fieldId } from './errors'
import { FiltersField } from './FiltersField'
import classes from './form.module.css'
import { MoreSection } from './MoreSection'
import { NextRuns } from './NextRuns'
import { useWhen } from './useWhen'
import { WhenField } from './WhenField'
import { browserZone, zones } from './zones'

export interface ScheduleExportWidgetProps {
  /** The schedule that is edited, or copied; null for a new one. */
  from?: { id: string; how: 'edit' | 'copy' } | null
  /** The report to begin with. */
  report?: string | null
  onSaved?: (id: string) => void
  onCancel?: () => void
  connectionsAt?: string | null
}

/** Makes a schedule, or changes one: what, when, how and to whom. */
export function ScheduleExportWidget(props: ScheduleExportWidgetProps) {
  const { may } = useMe()
  const { from } = props
  const reports = useQuery({ queryKey: ['templates', 'all'], queryFn: () => ask(api.GET('/api/v1/reports/templates', { params: { query: { limit: '200' } } })) })
  const channels = useQuery({ queryKey: ['channels'], queryFn: () => ask(api.GET('/api/v1/channels')), staleTime: 60_000 })
  const formats = useQuery({ queryKey: ['formats'], queryFn: () => ask(api.GET('/api/v1/reports/formats')), staleTime: Infinity })
  const original = useQuery({
    queryKey: ['schedule', from?.id],
    queryFn: async () => {
      const { data, headers } = await askWhole(api.GET('/api/v1/reports/schedules/{id}', { params: { path: { id: from!.id } } }))
      return { schedule: data, tag: headers.get('ETag') }
    },
    enabled: Boolean(from),
    staleTime: 0,
  })
  const title = from?.how === 'edit' ? 'Edit schedule' : 'New schedule'
  const arrived = useArrived(Boolean(reports.data && channels.data && formats.data))
  const failed = [reports, channels, formats, original].find((q) => q.isError)

  if (failed) return <Card title={title}><Trouble problem={Problem.of(failed.error)} onRetry={() => void failed.refetch()} /></Card>
  if (!arrived || !reports.data || !channels.data || !formats.data || (from && !original.data)) return <Card title={title} flush><Skeleton rows={6} label="Loading the form" /></Card>
  if (!may('schedule')) return <Card title={title}><Notice>You may look at schedules here, not make them. An administrator of the workspace can make you an editor.</Notice></Card>
  if (reports.data.items.length === 0)
    return (
      <Card title={title}>
        <Empty title="No report to schedule yet" action={<Link to="/reports/templates">Write a report</Link>}>
          A schedule delivers a report; make one first.
        </Empty>
      </Card>
    )
  return <Form key={`${from?.how ?? 'new'} ${from?.id ?? ''} ${props.report ?? ''}`} {...props} title={title} templates={reports.data.items} channels={channels.data} formats={formats.data} original={original.data} />
}

interface FormProps extends ScheduleExportWidgetProps {
  title: string
  templates: Template[]
  channels: Parameters<typeof DestinationsField>[0]['channels']
  formats: string[]
  original: { schedule: Parameters<typeof draftOf>[0]; tag: string | null } | undefined
}

function Form({ title, templates, channels, formats, original, from, report, onSaved, onCancel, connectionsAt = null }: FormProps) {
  const { me } = useMe()
  const client = useQueryClient()
  const fresh = () => ({ ...emptyDraft(browserZone() ?? me?.workspace.timezone ?? 'UTC', me?.person.email), reportType: report ?? '' })
  const [before] = useState<Draft | null>(() => (original ? draftOf(original.schedule) : null))
  const [draft, setDraft] = useState<Draft>(() => (before ? { ...before, name: from?.how === 'copy' ? `${before.name} (copy)` : before.name, enabled: from?.how === 'copy' ? true : before.enabled } : fresh()))
  const [problem, setProblem] = useState<Problem | null>(null)
  const summary = useRef<HTMLDivElement>(null)
  const key = useRef(crypto.randomUUID())
  const editing = from?.how === 'edit'
  const when = useWhen(draft.when, draft.zone, draft.bounds)
  const template = templates.find((t) => t.report_type === draft.reportType)
  // Of a recurrence that was not touched, what is stored is kept, whatever the words say.
  const untouched = before !== null && original && draft.when === before.when && draft.zone === before.zone
  const errors = useMemo(() => byField(problem?.errors ?? []), [problem])
  const changes = editing && before ? differences(before, draft, Object.fromEntries(templates.map((t) => [t.report_type, t.title]))) : []

  useEffect(() => {
    if (problem) summary.current?.focus()
  }, [problem])

  function change(part: Partial<Draft>) {
    setDraft((old) => ({ ...old, ...part }))
  }

  async function body() {
    const recurrence = untouched ? { schedule_type: original.schedule.schedule_type, schedule_config: original.schedule.schedule_config as Record<string, unknown> } : await when.read()
    return bodyOf(draft, recurrence, template)
  }
  const save = useMutation({
    mutationFn: async () =>
      editing
        ? ask(api.PUT('/api/v1/reports/schedules/{id}', { params: { path: { id: from.id }, header: { 'If-Match': original?.tag ?? undefined } }, body: await body() }))
        : ask(api.POST('/api/v1/reports/schedules', { params: { header: { 'Idempotency-Key': key.current } }, body: await body() })),
    onSuccess(saved) {
      key.current = crypto.randomUUID()
      setProblem(null)
      for (const name of ['schedules', 'schedule', 'summary']) void client.invalidateQueries({ queryKey: [name] })
      said(editing ? `Saved “${saved.name}”.` : `Created “${saved.name}”. ${saved.description}.`)
      if (!editing) setDraft(fresh())
      onSaved?.(saved.id)
    },
    onError(error) {
      // The same key with another body would be refused: what is mended is a new request.
      key.current = crypto.randomUUID()
      setProblem(Problem.of(error))
    },
  })
  const test = useMutation({
    mutationFn: async () => ask(api.POST('/api/v1/reports/schedules/test', { body: await body() })),
    onSuccess() {
      setProblem(null)
      said('On its way to you alone. Run history shows how it goes.')
      void client.invalidateQueries({ queryKey: ['runs'] })
    },
    onError: (error) => setProblem(Problem.of(error)),
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    if (save.isPending) return
    if (editing && changes.length === 0) {
      announce('Nothing has been changed.')
      onCancel?.()
      return
    }
    save.mutate()
  }

  return (
    <Card title={title} id="new-schedule">
      <form className={classes.form} onSubmit={submit} noValidate aria-label={title}>
        {problem && <ErrorSummary ref={summary} problem={problem} saving={editing} onReload={() => void client.invalidateQueries({ queryKey: ['schedule', from?.id] })} />}
        <Select
          id={fieldId('report')}
          label="Report"
          placeholder="Choose a report…"
          data={templates.map((t) => ({ value: t.report_type, label: t.title }))}
          value={draft.reportType || null}
          onChange={(reportType) => change({ reportType: reportType ?? '', filters: reportType === draft.reportType ? draft.filters : {} })}
          searchable
          allowDeselect={false}
          error={errors.report}
          description={template?.description}
        />
        <TextInput
          id={fieldId('name')}
          label={<>Name <span className={classes.optional}>optional</span></>}
          placeholder={suggestedName(template, draft.when) || 'Shown in lists and in the e-mail subject'}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={errors.name}
          autoComplete="off"
        />
        <FiltersField template={template} values={draft.filters} onChange={(filters) => change({ filters })} errors={errors} />
        <fieldset className={classes.field}>
          <legend className={classes.label}>Format</legend>
          <div className={classes.row} id={fieldId('formats')} tabIndex={-1}>
            {formats.map((format) => (
              <button key={format} type="button" className={parts.chip} aria-pressed={draft.formats.includes(format)} onClick={() => change({ formats: toggled(draft.formats, format, formats) })}>
                {format.toUpperCase()}
              </button>
            ))}
          </div>
          {errors.formats && <p className={classes.error}>{errors.formats}</p>}
        </fieldset>
        <WhenField text={draft.when} onChange={(text) => change({ when: text })} when={when} error={errors.when} />
        <Select id={fieldId('timezone')} label="Time zone" data={zones(draft.zone)} value={draft.zone} onChange={(zone) => change({ zone: zone ?? draft.zone })} searchable allowDeselect={false} limit={60} error={errors.timezone} nothingFoundMessage="No such time zone" />
        {when.boundsProblem && <p className={classes.error}>{when.boundsProblem.errors[0]?.message ?? when.boundsProblem.message}</p>}
        <NextRuns occurrences={when.occurrences} isBehind={when.isBehind} />
        <DestinationsField channels={channels} value={draft.destinations} onChange={(destinations) => change({ destinations })} errors={errors} connectionsAt={connectionsAt} />
        <MoreSection draft={draft} onChange={change} errors={errors} />
        {editing && <Changes of={changes} />}
        <div className={classes.actions}>
          <Button type="submit" loading={save.isPending} disabled={test.isPending}>
            {editing ? 'Save changes' : 'Create schedule'}
          </Button>
          {from ? (
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
          ) : null}
          <Button variant="default" leftSection={<IconSend size={16} />} loading={test.isPending} onClick={() => test.mutate()}>
            Send to me now
          </Button>
        </div>
      </form>
    </Card>
  )
}

/** Taken out or put in, in the order of the list. */
function toggled(chosen: string[], one: string, all: string[]) {
  return all.filter((f) => (f === one ? !chosen.includes(f) : chosen.includes(f)))
}
