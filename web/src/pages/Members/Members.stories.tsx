import type { Meta, StoryObj } from '@storybook/react-vite'
import { never, problem } from '../../testing/fakeApi'
import { aMember } from '../../testing/pageSamples'
import { page, viewer } from '../../testing/samples'
import Members from './Members'

const meta: Meta<typeof Members> = { title: 'Pages/Members', component: Members, parameters: { width: 1180 } }
export default meta
type Story = StoryObj<typeof Members>

const away = problem(503, 'The store is away for the moment. Try again shortly.')
const api = (answers: Record<string, unknown>, at = '/') => ({ width: 1180, at, api: { 'GET /api/v1/invitations': page([]), ...answers } })
const list = 'GET /api/v1/members'

export const Some: Story = { parameters: api({ [list]: page([aMember(), aMember({ person_id: 'me', name: 'Maya Lindholm', email: 'maya@example.com', role: 'admin' }), aMember({ person_id: 'p3', name: 'Ana', email: 'ana@example.com', role: 'viewer', disabled: true })]) }) }
export const Loading: Story = { parameters: api({ [list]: never }) }
export const Empty: Story = { parameters: api({ [list]: page([]) }) }
export const Failed: Story = { parameters: api({ [list]: away }) }
export const NotAllowed: Story = { parameters: api({ [list]: problem(403, 'You need to be admin.') }) }
export const AsViewer: Story = { parameters: api({ 'GET /api/v1/me': viewer, [list]: page([aMember(), aMember({ person_id: 'me', name: 'Maya Lindholm', email: 'maya@example.com', role: 'admin' }), aMember({ person_id: 'p3', name: 'Ana', email: 'ana@example.com', role: 'viewer', disabled: true })]) }) }
export const Many: Story = { parameters: api({ [list]: page(Array.from({ length: 50 }, (_, n) => aMember({ person_id: String(n), email: `p${n}@example.com`, name: `Person ${n}` })), 500, 'more') }) }
export const WithInvitations: Story = {
  parameters: api({ [list]: page([aMember()]), 'GET /api/v1/invitations': page([{ id: 'i1', email: 'new@example.com', name: null, role: 'editor', invited_by: 'p2', created_at: '2026-03-25T08:00:00Z', expires_at: '2026-04-01T08:00:00Z' }]) }),
}
