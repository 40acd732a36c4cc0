import type { Meta, StoryObj } from '@storybook/react-vite'
import { never, problem } from '../../testing/fakeApi'
import { aFile, aRun, page, viewer } from '../../testing/samples'
import { JobHistoryWidget } from './JobHistoryWidget'

const meta: Meta<typeof JobHistoryWidget> = { title: 'JobHistoryWidget', component: JobHistoryWidget, parameters: { width: 860 } }
export default meta
type Story = StoryObj<typeof JobHistoryWidget>

const list = (answer: unknown) => ({ width: 860, api: { 'GET /api/v1/reports/runs': answer } })

export const Some: Story = {}
export const WholeHistory: Story = { args: { full: true } }
export const Loading: Story = { parameters: list(never) }
export const Empty: Story = { parameters: list(page([])) }
export const NoMatch: Story = { parameters: { ...list(page([])), at: '/?runs=failed,partially_failed' } }
export const Failed: Story = { parameters: list(problem(503, 'The store is away for the moment. Try again shortly.')) }
export const NotAllowed: Story = { parameters: list(problem(403, 'You need to be viewer, editor, admin or auditor.')) }
export const AsViewer: Story = { parameters: { width: 860, api: { 'GET /api/v1/me': viewer } } }
export const Many: Story = { parameters: list(page(Array.from({ length: 50 }, (_, i) => aRun({ rows: i * 997 })), 100_000, 'more')) }
export const LongTexts: Story = {
  parameters: list(page([aRun({ schedule_name: 'A schedule whose name nobody ever shortened, however often it was asked for, '.repeat(2), status: 'failed', error: 'x'.repeat(600), artifacts: [aFile(), aFile(), aFile()], requested_by: { id: '1', name: 'Maximiliane von Hohenstein-Wallerstein' }, trigger: 'manual' })])),
}
