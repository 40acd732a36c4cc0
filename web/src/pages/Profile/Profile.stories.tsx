import type { Meta, StoryObj } from '@storybook/react-vite'
import { never, problem } from '../../testing/fakeApi'
import Profile from './Profile'

const meta: Meta<typeof Profile> = { title: 'Pages/Profile', component: Profile }
export default meta
type Story = StoryObj<typeof Profile>

const session = (over: object = {}) => ({
  id: 's1',
  way: 'password',
  origin: '203.0.113.7',
  user_agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  created_at: '2026-03-20T08:00:00Z',
  last_seen_at: '2026-03-25T09:40:00Z',
  expires_at: '2026-04-01T09:40:00Z',
  current: true,
  ...over,
})
const sessions = (answer: unknown) => ({ width: 1180, api: { 'GET /api/v1/me/sessions': answer } })

export const Some: Story = { parameters: sessions({ items: [session(), session({ id: 's2', current: false, way: 'https://login.example.com', user_agent: null })] }) }
export const WithProvider: Story = {
  parameters: { width: 1180, api: { 'GET /api/v1/me/sessions': { items: [session()] }, 'GET /api/v1/session/ways': { password: true, provider: { name: 'Keycloak', path: '/signin/provider' } } } },
}
export const Loading: Story = { parameters: sessions(never) }
export const Failed: Story = { parameters: sessions(problem(503, 'The store is away for the moment. Try again shortly.')) }
