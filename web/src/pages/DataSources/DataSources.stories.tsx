import type { Meta, StoryObj } from '@storybook/react-vite'
import { never, problem } from '../../testing/fakeApi'
import { aSource, sourceTypes } from '../../testing/pageSamples'
import { page, viewer } from '../../testing/samples'
import DataSources from './DataSources'

const meta: Meta<typeof DataSources> = { title: 'Pages/Data sources', component: DataSources, parameters: { width: 1180 } }
export default meta
type Story = StoryObj<typeof DataSources>

const away = problem(503, 'The store is away for the moment. Try again shortly.')
const api = (answers: Record<string, unknown>, at = '/') => ({ width: 1180, at, api: { 'GET /api/v1/data-sources/types': sourceTypes, ...answers } })
const list = 'GET /api/v1/data-sources'

export const Some: Story = { parameters: api({ [list]: page([aSource(), aSource({ id: 'd2', name: 'demo', type: 'sqlite', settings: { path: '/data/demo.sqlite' } })]) }) }
export const Loading: Story = { parameters: api({ [list]: never }) }
export const Empty: Story = { parameters: api({ [list]: page([]) }) }
export const Failed: Story = { parameters: api({ [list]: away }) }
export const NotAllowed: Story = { parameters: api({ [list]: problem(403, 'You need to be admin.') }) }
export const AsViewer: Story = { parameters: api({ 'GET /api/v1/me': viewer, [list]: page([aSource(), aSource({ id: 'd2', name: 'demo', type: 'sqlite', settings: { path: '/data/demo.sqlite' } })]) }) }
export const Many: Story = { parameters: api({ [list]: page(Array.from({ length: 50 }, (_, n) => aSource({ id: String(n), name: `source_${n}` })), 500, 'more') }) }
export const LongTexts: Story = { parameters: api({ [list]: page([aSource({ name: 'a'.repeat(63), settings: { host: 'db.'.repeat(60), database: 'x'.repeat(120) } })]) }) }
