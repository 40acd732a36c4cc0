import type { Meta, StoryObj } from '@storybook/react-vite'
import { never, problem } from '../../testing/fakeApi'
import { aReport } from '../../testing/pageSamples'
import { page, viewer } from '../../testing/samples'
import Templates from './Templates'

const meta: Meta<typeof Templates> = { title: 'Pages/Reports', component: Templates, parameters: { width: 1180 } }
export default meta
type Story = StoryObj<typeof Templates>

const away = problem(503, 'The store is away for the moment. Try again shortly.')
const api = (answers: Record<string, unknown>, at = '/') => ({ width: 1180, at, api: { ...answers } })
const list = 'GET /api/v1/reports/templates'

export const Some: Story = { parameters: api({ [list]: page([aReport(), aReport({ id: 'r2', title: 'Flaky tests', parameters: [], sources: [] }), aReport({ id: 'r3', title: 'Defect aging', file: 'defect-aging.md' })]) }) }
export const Loading: Story = { parameters: api({ [list]: never }) }
export const Empty: Story = { parameters: api({ [list]: page([]) }) }
export const Failed: Story = { parameters: api({ [list]: away }) }
export const NotAllowed: Story = { parameters: api({ [list]: problem(403, 'You need to be admin.') }) }
export const AsViewer: Story = { parameters: api({ 'GET /api/v1/me': viewer, [list]: page([aReport(), aReport({ id: 'r2', title: 'Flaky tests', parameters: [], sources: [] }), aReport({ id: 'r3', title: 'Defect aging', file: 'defect-aging.md' })]) }) }
export const Many: Story = { parameters: api({ [list]: page(Array.from({ length: 50 }, (_, n) => aReport({ id: String(n), title: `Report ${n}` })), 500, 'more') }) }
export const NoMatch: Story = { parameters: api({ [list]: page([]) }, '/?q=nothing') }
export const LongTexts: Story = { parameters: api({ [list]: page([aReport({ title: 'A report whose name nobody ever shortened, '.repeat(4), description: 'x'.repeat(300) })]) }) }
