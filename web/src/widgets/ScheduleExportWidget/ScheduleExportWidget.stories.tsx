import type { Meta, StoryObj } from '@storybook/react-vite'
import { never, problem, reply } from '../../testing/fakeApi'
import { aParse, aSchedule, page, viewer } from '../../testing/samples'
import { ScheduleExportWidget } from './ScheduleExportWidget'

const meta: Meta<typeof ScheduleExportWidget> = { title: 'ScheduleExportWidget', component: ScheduleExportWidget, args: { connectionsAt: '/admin/connections' } }
export default meta
type Story = StoryObj<typeof ScheduleExportWidget>

const schedule = aSchedule({ id: 's1', filters: { region: 'US', period: 'last_month' }, destinations: [{ type: 'email', to: ['finance@example.com'], subject: 'Orders, {{period}}' }, { type: 'slack', channel: '#ops' }] })
const stored = { 'GET /api/v1/reports/schedules/*': () => reply(200, schedule, { ETag: '"v1"' }) }
const parsed = (answer: object) => ({ 'POST /api/v1/reports/schedules/parse': { ...aParse, ...answer } })

export const New: Story = { args: { report: 'orders' } }
export const Loading: Story = { parameters: { api: { 'GET /api/v1/reports/templates': never } } }
export const NoReportYet: Story = { parameters: { api: { 'GET /api/v1/reports/templates': page([]) } } }
export const Failed: Story = { parameters: { api: { 'GET /api/v1/channels': problem(503, 'The store is away for the moment. Try again shortly.') } } }
export const NotAllowed: Story = { parameters: { api: { 'GET /api/v1/me': viewer } } }
export const Editing: Story = { args: { from: { id: 's1', how: 'edit' } }, parameters: { api: stored } }
export const Ambiguous: Story = {
  parameters: { api: parsed({ status: 'ambiguous', occurrences: [], cron: null, options: [{ text: 'every 2 weeks on Monday at 09:00', description: 'Every 2 weeks on Monday at 09:00' }, { text: 'twice a week: Monday and Thursday at 09:00', description: 'Every Monday and Thursday at 09:00' }] }) },
}
export const NotUnderstood: Story = {
  parameters: { api: parsed({ status: 'error', occurrences: [], cron: null, error: { field: 'text', code: 'unknown-word', message: '“weekday” was not understood here.', span: [6, 13], suggestion: 'Monday' } }) },
}
export const WithNotes: Story = { parameters: { api: parsed({ notes: [{ code: 'bare-hour', message: 'Read as 09:00 on a 24-hour clock' }], warnings: [{ field: 'text', code: 'dst', message: '02:30 does not exist on 29 March; it runs at 03:00 then.' }] }) } }
export const LongTexts: Story = {
  args: { from: { id: 's1', how: 'edit' } },
  parameters: { api: { 'GET /api/v1/reports/schedules/*': () => reply(200, { ...schedule, name: 'A name that somebody made very long because nobody told them not to, '.repeat(3), destinations: [{ type: 'email', to: [`${'a-very-long-local-part'.repeat(3)}@example.com`, 'b@example.com'] }] }, { ETag: '"v1"' }) } },
}
