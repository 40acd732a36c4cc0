import type { Meta, StoryObj } from '@storybook/react-vite'
import { never, problem } from '../../testing/fakeApi'
import { anEntry, someAnalytics } from '../../testing/pageSamples'
import { page, viewer } from '../../testing/samples'
import Audit from './Audit'

const meta: Meta<typeof Audit> = { title: 'Pages/Audit log', component: Audit, parameters: { width: 1180 } }
export default meta
type Story = StoryObj<typeof Audit>

const away = problem(503, 'The store is away for the moment. Try again shortly.')
const api = (answers: Record<string, unknown>, at = '/') => ({ width: 1180, at, api: { 'GET /api/v1/audit/analytics': someAnalytics, ...answers } })
const list = 'GET /api/v1/audit'

export const Some: Story = { parameters: api({ [list]: page([anEntry(), anEntry({ id: 'e2', number: 41, action: 'session.refused', object_type: 'person', object_name: null, person_id: null, actor: 'nobody', failed: true, before: null, after: null })]) }) }
export const Loading: Story = { parameters: api({ [list]: never }) }
export const Empty: Story = { parameters: api({ [list]: page([]) }) }
export const Failed: Story = { parameters: api({ [list]: away }) }
export const NotAllowed: Story = { parameters: api({ [list]: problem(403, 'You need to be admin.') }) }
export const AsViewer: Story = { parameters: api({ 'GET /api/v1/me': viewer, [list]: page([anEntry(), anEntry({ id: 'e2', number: 41, action: 'session.refused', object_type: 'person', object_name: null, person_id: null, actor: 'nobody', failed: true, before: null, after: null })]) }) }
export const Many: Story = { parameters: api({ [list]: page(Array.from({ length: 50 }, (_, n) => anEntry({ id: String(n), number: n })), 500, 'more') }) }
export const NoMatch: Story = { parameters: api({ [list]: page([]) }, '/?q=nothing') }
export const Analytics: Story = { parameters: api({}, '/?view=analytics') }
export const AnalyticsOfNothing: Story = { parameters: api({ 'GET /api/v1/audit/analytics': { ...someAnalytics, entries: 0, over_time: [] } }, '/?view=analytics') }
export const AnalyticsFailed: Story = { parameters: api({ 'GET /api/v1/audit/analytics': away }, '/?view=analytics') }
