import type { Meta, StoryObj } from '@storybook/react-vite'
import { file, never, problem } from '../../testing/fakeApi'
import { aReport } from '../../testing/pageSamples'
import { starter } from './starter'
import { Workbench } from './Workbench'

const report = aReport({ text: starter('demo') }) as never
const page = file('<!doctype html><html lang="en"><head><title>Test runs</title><style>body{font-family:sans-serif}</style></head><body><main><h1>Test runs of EU</h1><p>7,198 tests passed.</p></main></body></html>', 'text/html')
const draft = { report_type: 'my_report', title: 'Test runs', description: null, parameters: aReport().parameters, sources: ['demo'], queries: ['days'] }

const meta: Meta<typeof Workbench> = { title: 'Pages/Report editor', component: Workbench, args: { report, start: starter('demo'), sources: ['demo'], readOnly: false } }
export default meta
type Story = StoryObj<typeof Workbench>

const preview = (answer: unknown, check: unknown = draft) => ({
  width: 1180,
  api: { 'POST /api/v1/reports/templates/preview': answer, 'POST /api/v1/reports/templates/*/render': answer, 'POST /api/v1/reports/templates/check': check },
})
const wrong = problem(422, 'Refused.', [{ field: 'text', code: 'unknown-name', message: 'There is no parameter “regoin”. Did you mean “region”?', span: [4, 30] }])

export const Some: Story = { parameters: preview(page) }
export const New: Story = { args: { report: null }, parameters: preview(page) }
export const Loading: Story = { parameters: preview(never) }
export const WithErrors: Story = { parameters: preview(wrong, wrong) }
export const Failed: Story = { parameters: preview(problem(503, 'The data source does not answer.')) }
export const ToRead: Story = { args: { readOnly: true }, parameters: preview(page) }
export const OfTheFolder: Story = { args: { report: aReport({ file: 'quality-summary.md' }) as never, readOnly: true }, parameters: preview(page) }
