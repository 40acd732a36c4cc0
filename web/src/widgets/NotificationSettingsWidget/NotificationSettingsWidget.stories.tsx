import type { Meta, StoryObj } from '@storybook/react-vite'
import { never, problem } from '../../testing/fakeApi'
import { NotificationSettingsWidget } from './NotificationSettingsWidget'
import { someSettings } from './sample'

const meta: Meta<typeof NotificationSettingsWidget> = { title: 'NotificationSettingsWidget', component: NotificationSettingsWidget }
export default meta
type Story = StoryObj<typeof NotificationSettingsWidget>

const settings = (answer: unknown) => ({ api: { 'GET /api/v1/notification-settings': answer } })

export const Some: Story = { parameters: settings(someSettings) }
export const Loading: Story = { parameters: settings(never) }
export const Failed: Story = { parameters: settings(problem(503, 'The store is away for the moment. Try again shortly.')) }
export const NotAllowed: Story = { parameters: settings(problem(403, 'A worker’s key has no settings.')) }
export const NothingSetUp: Story = {
  parameters: settings({ ...someSettings, channels: { ...someSettings.channels, email: { available: false, why: 'No mail server is set up, so mail is written to the outbox folder.', page: '/admin/connections' }, slack: { available: false, why: 'The workspace has no Slack app.', page: '/admin/connections' } } }),
}
export const QuietHours: Story = { parameters: settings({ ...someSettings, quiet_hours: { from: '22:00', to: '07:00' }, digest: { every: 'day', at: '08:00' } }) }
export const Detailed: Story = { args: { detailed: true }, parameters: settings({ ...someSettings, quiet_hours: { from: '22:00', to: '07:00' }, digest: { every: 'day', at: '08:00' } }) }
