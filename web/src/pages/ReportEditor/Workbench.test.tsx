import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fakeApi, file, problem, type Call } from '../../testing/fakeApi'
import { aReport } from '../../testing/pageSamples'
import { me } from '../../testing/samples'
import { Stage } from '../../testing/Stage'
import { Workbench } from './Workbench'

// CodeMirror needs a browser; Playwright types into the real one.
vi.mock('./SourceEditor', () => ({
  default: ({ text, onChange, readOnly }: { text: string; onChange: (text: string) => void; readOnly: boolean }) => (
    <textarea aria-label="Source of the report" value={text} readOnly={readOnly} onChange={(event) => onChange(event.target.value)} />
  ),
}))

const report = aReport()
const preview = (call: Call) => ((call.body as { text: string }).text.includes('bad') ? problem(422, 'Refused.', [{ field: 'text', code: 'x', message: 'There is no query “bad”.', span: [4, 9] }]) : file('<h1>Good</h1>', 'text/html'))
const draft = { report_type: 'quality_summary', title: 'Quality summary', description: null, parameters: report.parameters, sources: ['demo'], queries: [] }

function serve(routes: Parameters<typeof fakeApi>[0] = {}) {
  const server = fakeApi({
    'GET /api/v1/me': me,
    'POST /api/v1/reports/templates/preview': preview,
    'POST /api/v1/reports/templates/check': draft,
    'PUT /api/v1/reports/templates/r1': (call: Call) => ({ ...report, text: (call.body as { text: string }).text, version: 4 }),
    ...routes,
  })
  vi.stubGlobal('fetch', server.fetch)
  return server
}

beforeEach(() => void vi.useRealTimers())
afterEach(() => void vi.unstubAllGlobals())

const source = () => screen.findByLabelText('Source of the report')
const frame = () => screen.findByTitle('Preview of the page', {}, { timeout: 5_000 })

function open(readOnly = false) {
  render(
    <Stage>
      <Workbench report={report as never} start={report.text} sources={['demo']} readOnly={readOnly} />
    </Stage>,
  )
}

test('What is typed is previewed, once for a burst of keys', async () => {
  const server = serve()
  open()
  expect((await frame()).getAttribute('srcdoc')).toBe('<h1>Good</h1>')
  await userEvent.type(await source(), 'abc')
  const asked = () => server.calls.filter((c) => c.path.endsWith('/preview'))
  await waitFor(() => expect(asked()).toHaveLength(2), { timeout: 5_000 })
  expect(asked()[1]?.body).toMatchObject({ text: report.text + 'abc', format: 'html', filters: {} })
})

test.each([true, false])('The PDF is shown where the browser has a viewer (%s), and can be opened in any case', async (hasViewer) => {
  serve({ 'POST /api/v1/reports/templates/preview': (call: Call) => ((call.body as { format: string }).format === 'pdf' ? file('%PDF-1.7', 'application/pdf') : preview(call)) })
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:made', revokeObjectURL: () => {} }))
  Object.defineProperty(navigator, 'pdfViewerEnabled', { value: hasViewer, configurable: true })
  open()
  await userEvent.click(await screen.findByRole('tab', { name: 'PDF' }))
  const name = hasViewer ? 'Open' : 'Open PDF'
  expect((await screen.findByRole('link', { name })).getAttribute('href')).toBe('blob:made')
  expect(screen.queryByTitle('Preview of the PDF') !== null).toBe(hasViewer)
})

test('A preview runs no script and has no origin', async () => {
  serve()
  open()
  expect((await frame()).getAttribute('sandbox')).toBe('')
})

test('While the source has errors the last good preview stays, says so, and each error has its line', async () => {
  serve()
  open()
  await frame()
  await userEvent.type(await source(), 'bad')
  const errors = await screen.findByRole('group', { name: 'Errors in the source' }, { timeout: 5_000 })
  expect(within(errors).getByRole('button').textContent).toBe('Line 2There is no query “bad”.')
  expect((await frame()).getAttribute('srcdoc')).toBe('<h1>Good</h1>')
  expect(screen.getByText(/last good preview/)).toBeTruthy()
})

test('A sample filter goes into the preview, and an emptied one out of it', async () => {
  const server = serve()
  open()
  await frame()
  const region = await screen.findByLabelText('Region')
  await userEvent.type(region, 'US')
  await waitFor(() => expect(server.calls.at(-1)?.body).toMatchObject({ filters: { region: 'US' } }), { timeout: 5_000 })
  await userEvent.clear(region)
  await waitFor(() => expect(server.calls.at(-1)?.body).toMatchObject({ filters: {} }), { timeout: 5_000 })
})

test('Saving is a new version on top of the one that was read', async () => {
  const server = serve()
  open()
  await userEvent.type(await source(), 'x')
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(await screen.findByText('Saved as version 4.')).toBeTruthy()
  expect(server.calls.find((c) => c.method === 'PUT')?.body).toEqual({ text: report.text + 'x' })
  expect((screen.getByRole('button', { name: 'Save' }) as HTMLButtonElement).disabled).toBe(true)
})

test('When somebody saved in between, both texts are there to choose from', async () => {
  serve({ 'PUT /api/v1/reports/templates/r1': problem(412, 'Stale.', [], 'stale'), 'GET /api/v1/reports/templates/r1': { ...report, text: 'theirs', version: 9 } })
  open()
  await userEvent.type(await source(), 'mine')
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Take theirs' }))
  await waitFor(async () => expect((await source()) as HTMLTextAreaElement).toHaveProperty('value', 'theirs'))
})

test('To a reader the report is shown as it was saved, and nothing to change it is offered', async () => {
  const server = serve({ 'POST /api/v1/reports/templates/r1/render': file('<h1>Saved</h1>', 'text/html') })
  open(true)
  expect((await frame()).getAttribute('srcdoc')).toBe('<h1>Saved</h1>')
  expect((await source()).hasAttribute('readonly')).toBe(true)
  for (const name of ['Save', 'Delete']) expect(screen.queryByRole('button', { name })).toBeNull()
  expect(server.calls.some((c) => c.path.endsWith('/preview') || c.path.endsWith('/check'))).toBe(false)
})
