import type { Meta, StoryObj } from '@storybook/react-vite'
import { never, problem } from '../../testing/fakeApi'
import { aMessage } from '../../testing/pageSamples'
import { page } from '../../testing/samples'
import { someSettings } from '../../widgets/NotificationSettingsWidget/sample'
import Notifications from './Notifications'

const meta: Meta<typeof Notifications> = { title: 'Pages/Notifications', component: Notifications }
export default meta
type Story = StoryObj<typeof Notifications>

const inbox = (answer: unknown, at = '/') => ({ width: 1180, at, api: { 'GET /api/v1/notification-settings': someSettings, 'GET /api/v1/notifications': answer } })
const file = { id: 'a1', format: 'pdf', file_name: 'quality-2026-W12.pdf', media_type: 'application/pdf', bytes: 283_100, rows: 41_775, expires_at: '2026-04-25T00:00:00Z' }

export const Some: Story = {
  parameters: inbox(page([aMessage(), aMessage({ id: 'n2', event: 'recovers', subject: '“Orders to finance” works again', read_at: '2026-03-25T10:00:00Z' }), aMessage({ id: 'n3', event: null, subject: 'Quality, last week', artifacts: [file] })])),
}
export const Loading: Story = { parameters: inbox(never) }
export const Empty: Story = { parameters: inbox(page([])) }
export const AllRead: Story = { parameters: inbox(page([]), '/?show=unread') }
export const Failed: Story = { parameters: inbox(problem(503, 'The store is away for the moment. Try again shortly.')) }
export const LongTexts: Story = { parameters: inbox(page([aMessage({ subject: 'x'.repeat(300), text: 'y'.repeat(2_000) })])) }
