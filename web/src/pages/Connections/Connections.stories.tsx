import type { Meta, StoryObj } from '@storybook/react-vite'
import { never, problem } from '../../testing/fakeApi'
import { aSource, sourceTypes } from '../../testing/pageSamples'
import { page, viewer } from '../../testing/samples'
import Connections from './Connections'

const meta: Meta<typeof Connections> = { title: 'Pages/Connections', component: Connections, parameters: { width: 1180 } }
export default meta
type Story = StoryObj<typeof Connections>

const away = problem(503, 'The store is away for the moment. Try again shortly.')
const api = (answers: Record<string, unknown>, at = '/') => ({ width: 1180, at, api: { 'GET /api/v1/connections/types': sourceTypes, ...answers } })
const list = 'GET /api/v1/connections'

export const Some: Story = { parameters: api({ [list]: page([aSource({ name: 'Mail server', type: 'email', default: true, settings: { host: 'smtp.example.com', password: { set: true } } }), aSource({ id: 'c2', name: 'Ops', type: 'slack', default: false, settings: {} })]) }) }
export const Loading: Story = { parameters: api({ [list]: never }) }
export const Empty: Story = { parameters: api({ [list]: page([]) }) }
export const Failed: Story = { parameters: api({ [list]: away }) }
export const NotAllowed: Story = { parameters: api({ [list]: problem(403, 'You need to be admin.') }) }
export const AsViewer: Story = { parameters: api({ 'GET /api/v1/me': viewer, [list]: page([aSource({ name: 'Mail server', type: 'email', default: true, settings: { host: 'smtp.example.com', password: { set: true } } }), aSource({ id: 'c2', name: 'Ops', type: 'slack', default: false, settings: {} })]) }) }
export const Many: Story = { parameters: api({ [list]: page(Array.from({ length: 50 }, (_, n) => aSource({ id: String(n), name: `Connection ${n}`, type: 'email' })), 500, 'more') }) }
