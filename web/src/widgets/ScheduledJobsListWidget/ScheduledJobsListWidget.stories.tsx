import type { Meta, StoryObj } from '@storybook/react-vite'
import { never, problem } from '../../testing/fakeApi'
import { aSchedule, page, someSchedules, viewer } from '../../testing/samples'
import { ScheduledJobsListWidget } from './ScheduledJobsListWidget'

const nothing = () => {}
const meta: Meta<typeof ScheduledJobsListWidget> = { title: 'ScheduledJobsListWidget', component: ScheduledJobsListWidget, args: { onEdit: nothing, onCopy: nothing, onNew: nothing }, parameters: { width: 860 } }
export default meta
type Story = StoryObj<typeof ScheduledJobsListWidget>

const list = (answer: unknown) => ({ width: 860, api: { 'GET /api/v1/reports/schedules': answer } })

export const Some: Story = {}
export const Loading: Story = { parameters: list(never) }
export const Empty: Story = { parameters: list(page([])) }
export const NoMatch: Story = { parameters: { ...list(page([])), at: '/?q=nothing+like+that' } }
export const Failed: Story = { parameters: list(problem(503, 'The store is away for the moment. Try again shortly.')) }
export const NotAllowed: Story = { parameters: list(problem(403, 'You need to be viewer, editor, admin or auditor.')) }
export const AsViewer: Story = { parameters: { width: 860, api: { 'GET /api/v1/me': viewer } } }
export const Many: Story = { parameters: list(page(Array.from({ length: 25 }, (_, i) => aSchedule({ name: `Orders, region ${i + 1}` }, i % 4 === 0 ? 'x.............' : undefined)), 10_000, 'more')) }
export const Stale: Story = { parameters: list(page(someSchedules.map((s) => ({ ...s, next_run_at: s.next_run_at && '2026-03-25T08:00:00Z' })))) }
export const LongTexts: Story = {
  parameters: list(page([aSchedule({ name: 'Quality of everything that was ever made in any plant of ours, by plant, line and shift, '.repeat(2), report_title: 'A report whose title goes on and on', description: 'On the 1st, 3rd, 5th, 7th, 9th and last day of every month at 06:00, 12:00 and 18:00 (Europe/Berlin)', destinations: [{ type: 'email', to: [`${'someone-with-a-long-name'.repeat(3)}@example.com`] }, { type: 'inbox' }, { type: 'slack', channel: '#a' }] })])),
}
