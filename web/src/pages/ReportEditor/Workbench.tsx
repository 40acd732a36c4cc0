import { Button, Tabs } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useBlocker } from '@tanstack/react-router'
import { IconDeviceFloppy, IconFolder, IconHistory, IconTrash } from '@tabler/icons-react'
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { api, ask } from '../../api/client'
import { ifMatch } from '../../api/etag'
import { Problem } from '../../api/problem'
import type { components } from '../../api/schema'
import { announce } from '../../app/announce'
import { said } from '../../app/toast'
import { useGo } from '../../app/url'
import { Dialog } from '../../parts/Dialog'
import { Link } from '../../parts/Link'
import { PageHead } from '../../parts/PageHead'
import parts from '../../parts/parts.module.css'
import { Skeleton } from '../../parts/Skeleton'
import { useSubmit } from '../../parts/submit'
import { DeleteReport } from '../Templates/DeleteReport'
import classes from './editor.module.css'
import { filterErrors, marksOf } from './errors'
import { PreviewPane } from './PreviewPane'
import { usePreview, type View } from './preview'
import { SampleFilters, type Filters } from './SampleFilters'
import type { SourceHandle } from './SourceEditor'
import { Versions } from './Versions'

const SourceEditor = lazy(() => import('./SourceEditor'))

type Report = components['schemas']['TemplateWire']

interface Props {
  /** Null while it was never saved. */
  report: Report | null
  start: string
  sources: string[]
  readOnly: boolean
}

const views: { view: View; label: string }[] = [
  { view: 'page', label: 'Page' },
  { view: 'pdf', label: 'PDF' },
  { view: 'email', label: 'E-mail' },
  { view: 'data', label: 'Data' },
]

/** Source left, result right. */
export function Workbench({ report: given, start, sources, readOnly }: Props) {
  const go = useGo()
  const client = useQueryClient()
  const [report, setReport] = useState(given)
  const [text, setText] = useState(start)
  const [saved, setSaved] = useState(given ? start : '')
  const [filters, setFilters] = useState<Filters>({})
  const [view, setView] = useState<View>('page')
  const [side, setSide] = useState<'versions' | 'delete' | null>(null)
  const source = useRef<SourceHandle>(null)
  const leaving = useRef(false)

  const preview = usePreview({ text, filters, view, saved: readOnly ? report!.id : null })
  const draft = useDraft(text, readOnly)
  const parameters = readOnly ? report!.parameters : (draft?.parameters ?? report?.parameters ?? [])
  const isDirty = !readOnly && text !== (report ? saved : start)

  const save = useSubmit(async () => {
    const body = { text }
    const kept = report
      ? await ask(api.PUT('/api/v1/reports/templates/{id}', { params: { path: { id: report.id }, header: ifMatch(report) }, body }))
      : await ask(api.POST('/api/v1/reports/templates', { body }))
    setSaved(text)
    setReport(kept)
    client.setQueryData(['templates', 'one', kept.id], kept)
    await client.invalidateQueries({ queryKey: ['templates', 'list'] })
    said(report ? `Saved as version ${kept.version}.` : `“${kept.title}” is saved. It can be put on a schedule now.`)
    if (!report) {
      leaving.current = true
      go(`/reports/templates/${kept.id}/edit`)
    }
  })

  const problem = save.problem ?? preview.problem
  const marks = useMemo(() => marksOf(text, problem), [text, problem])
  const wrongFilters = filterErrors(preview.problem)
  const conflict = save.problem?.status === 412

  useEffect(() => {
    if (save.problem && save.problem.status === 422) announce(`Not saved: ${save.problem.errors.length} errors in the source.`)
  }, [save.problem])

  useEffect(() => {
    function press(event: KeyboardEvent) {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
        event.preventDefault()
        if (!readOnly) void save.run()
      }
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  })

  const blocker = useBlocker({ shouldBlockFn: () => isDirty && !leaving.current, enableBeforeUnload: () => isDirty, withResolver: true })
  const title = draft?.title ?? report?.title ?? 'New report'

  return (
    <>
      <PageHead
        title={report ? title : 'New report'}
        above={
          <Link to="/reports/templates" className="small">
            Reports
          </Link>
        }
        action={
          <>
            {report && (
              <Button variant="default" leftSection={<IconHistory size={16} />} onClick={() => setSide('versions')}>
                Versions
              </Button>
            )}
            {report && !readOnly && (
              <Button variant="default" leftSection={<IconTrash size={16} />} onClick={() => setSide('delete')}>
                Delete
              </Button>
            )}
            {!readOnly && (
              <Button leftSection={<IconDeviceFloppy size={16} />} loading={save.busy} disabled={report !== null && !isDirty} onClick={() => void save.run()}>
                {report ? 'Save' : 'Save report'}
              </Button>
            )}
          </>
        }
      >
        {report ? (
          <>
            <span className="mono">{report.report_type}</span> · version {report.version}
            {isDirty && ' · changes not saved'}
          </>
        ) : (
          'A starter that works as it is: change it, and see at once what it becomes.'
        )}
      </PageHead>
      {report?.file && (
        <div className={parts.notice} style={{ marginBottom: 16 }}>
          <IconFolder size={16} aria-hidden />
          <span>
            This report is kept in the folder of reports, as <span className="mono">{report.file}</span>. It is changed there, under git; here it is shown.
          </span>
        </div>
      )}
      {save.problem && save.problem.status !== 422 && !conflict && (
        <div className={parts.notice} data-tone="bad" role="alert" style={{ marginBottom: 16 }}>
          <span>Not saved. {save.problem.message}</span>
        </div>
      )}
      <div className={classes.panes}>
        <section className={classes.pane} aria-label="Source">
          <div className={classes.paneHead}>
            <h2>Source</h2>
            <span className="second tiny">{readOnly ? 'to read' : 'Ctrl+S saves · Tab leaves the field, Ctrl+] indents'}</span>
          </div>
          <div className={classes.source}>
            <Suspense fallback={<Skeleton rows={10} label="Loading the editor" />}>
              <SourceEditor text={text} onChange={change} marks={marks} readOnly={readOnly} known={{ sources, parameters }} handle={source} />
            </Suspense>
          </div>
          {marks.length > 0 && (
            <div className={classes.marks} role="group" aria-label="Errors in the source">
              <ul>
                {marks.map((mark, index) => (
                  <li key={index}>
                    <button type="button" onClick={() => source.current?.goTo(mark.from)}>
                      <span className={classes.markLine}>Line {mark.line}</span>
                      <span>{mark.message}</span>
                    </button>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </section>
        <section className={classes.pane} aria-label="Preview">
          <Tabs value={view} onChange={(next) => setView((next ?? 'page') as View)} keepMounted={false} style={{ display: 'contents' }}>
            <div className={classes.paneHead}>
              <h2>Preview</h2>
              <Tabs.List aria-label="What the report becomes">
                {views.map(({ view: name, label }) => (
                  <Tabs.Tab key={name} value={name}>
                    {label}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
            </div>
            <SampleFilters parameters={parameters} filters={filters} errors={wrongFilters} onChange={setFilters} reportId={report?.id ?? null} />
            {views.map(({ view: name }) => (
              <Tabs.Panel key={name} value={name} style={name === view ? { flex: 1, minHeight: 0, display: 'flex' } : undefined}>
                <PreviewPane preview={preview} view={name} errors={marks.length} />
              </Tabs.Panel>
            ))}
          </Tabs>
        </section>
      </div>
      {report && <Versions report={report} mayRestore={!readOnly} opened={side === 'versions'} onClose={() => setSide(null)} onRestored={take} />}
      {report && side === 'delete' && (
        <DeleteReport
          report={report}
          onClose={() => setSide(null)}
          onDeleted={() => {
            leaving.current = true
            go('/reports/templates')
          }}
        />
      )}
      {blocker.status === 'blocked' && (
        <Dialog title="Leave without saving?" opened onClose={blocker.reset} action="Leave" tone="bad" cancel="Stay" onSubmit={blocker.proceed}>
          <p>What you changed in the source is lost when you leave.</p>
        </Dialog>
      )}
      {conflict && report && <Conflict report={report} onClose={save.clear} onTaken={take} onOver={setReport} />}
    </>
  )

  function change(next: string) {
    setText(next)
    if (save.problem) save.clear()
  }

  function take(next: Report) {
    setReport(next)
    setSaved(next.text ?? '')
    setText(next.text ?? '')
    setSide(null)
  }
}

/** What the text says about itself; the last that could be read stays while it is being typed. */
function useDraft(text: string, off: boolean) {
  const [settled] = useDebouncedValue(text, 400)
  const last = useRef<components['schemas']['DraftWire'] | null>(null)
  const { data, isError } = useQuery({
    queryKey: ['templates', 'check', settled],
    queryFn: () => ask(api.POST('/api/v1/reports/templates/check', { body: { text: settled } })),
    enabled: !off,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 60_000,
  })
  if (data && !isError) last.current = data
  return last.current
}

/** Somebody else saved in between: neither text is lost without being asked for. */
function Conflict({ report, onClose, onTaken, onOver }: { report: Report; onClose: () => void; onTaken: (report: Report) => void; onOver: (report: Report) => void }) {
  const read = (then: (now: Report) => void) =>
    void ask(api.GET('/api/v1/reports/templates/{id}', { params: { path: { id: report.id } } })).then(
      (now) => {
        then(now)
        onClose()
      },
      (error: unknown) => announce(Problem.of(error).message),
    )
  return (
    <Dialog title="Somebody saved this report while you were writing" opened onClose={onClose} action="Keep my text" cancel="Back" onSubmit={() => read(onOver)}>
      <p>Your text is still here and not saved. Keep it and save again, and theirs stays in the versions; or take theirs, and yours is lost.</p>
      <Button variant="default" onClick={() => read(onTaken)} style={{ justifySelf: 'start' }}>
        Take theirs
      </Button>
    </Dialog>
  )
}
