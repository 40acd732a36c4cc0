import type { Meta, StoryObj } from '@storybook/react-vite'
import { never, problem } from '../../testing/fakeApi'
import { aWorkspace, someUsage } from '../../testing/pageSamples'
import { page, viewer } from '../../testing/samples'
import Workspaces from './Workspaces'

const meta: Meta<typeof Workspaces> = { title: 'Pages/Workspaces', component: Workspaces, parameters: { width: 1180 } }
export default meta
type Story = StoryObj<typeof Workspaces>

const away = problem(503, 'The store is away for the moment. Try again shortly.')
const api = (answers: Record<string, unknown>, at = '/') => ({ width: 1180, at, api: { 'GET /api/v1/workspaces/*/usage': someUsage, ...answers } })
const list = 'GET /api/v1/workspaces'

export const Some: Story = { parameters: api({ [list]: page([aWorkspace(), aWorkspace({ id: 'w2', slug: 'payments', name: 'Payments', limits: {}, retention: {} })]) }) }
export const Loading: Story = { parameters: api({ [list]: never }) }
export const Empty: Story = { parameters: api({ [list]: page([]) }) }
export const Failed: Story = { parameters: api({ [list]: away }) }
export const NotAllowed: Story = { parameters: api({ [list]: problem(403, 'You need to be admin.') }) }
export const AsViewer: Story = { parameters: api({ 'GET /api/v1/me': viewer, [list]: page([aWorkspace(), aWorkspace({ id: 'w2', slug: 'payments', name: 'Payments', limits: {}, retention: {} })]) }) }
export const Many: Story = { parameters: api({ [list]: page(Array.from({ length: 50 }, (_, n) => aWorkspace({ id: String(n), slug: `w${n}`, name: `Workspace ${n}` })), 500, 'more') }) }
