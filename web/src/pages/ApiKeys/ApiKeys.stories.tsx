import type { Meta, StoryObj } from '@storybook/react-vite'
import { never, problem } from '../../testing/fakeApi'
import { aKey } from '../../testing/pageSamples'
import { page, viewer } from '../../testing/samples'
import ApiKeys from './ApiKeys'

const meta: Meta<typeof ApiKeys> = { title: 'Pages/API keys', component: ApiKeys, parameters: { width: 1180 } }
export default meta
type Story = StoryObj<typeof ApiKeys>

const away = problem(503, 'The store is away for the moment. Try again shortly.')
const api = (answers: Record<string, unknown>, at = '/') => ({ width: 1180, at, api: { ...answers } })
const list = 'GET /api/v1/api-keys'

export const Some: Story = { parameters: api({ [list]: page([aKey(), aKey({ id: 'k2', name: 'Old script', expires_at: '2020-01-01T00:00:00Z', last_used_at: null })]) }) }
export const Loading: Story = { parameters: api({ [list]: never }) }
export const Empty: Story = { parameters: api({ [list]: page([]) }) }
export const Failed: Story = { parameters: api({ [list]: away }) }
export const NotAllowed: Story = { parameters: api({ [list]: problem(403, 'You need to be admin.') }) }
export const AsViewer: Story = { parameters: api({ 'GET /api/v1/me': viewer, [list]: page([aKey(), aKey({ id: 'k2', name: 'Old script', expires_at: '2020-01-01T00:00:00Z', last_used_at: null })]) }) }
export const Many: Story = { parameters: api({ [list]: page(Array.from({ length: 50 }, (_, n) => aKey({ id: String(n), name: `Key ${n}` })), 500, 'more') }) }
export const LongTexts: Story = { parameters: api({ [list]: page([aKey({ name: 'a name of a hundred characters '.repeat(3) })]) }) }
