import type { Meta, StoryObj } from '@storybook/react-vite'
import { never, problem } from '../../testing/fakeApi'
import { anApproval, aSuppression, someDeliverySettings } from '../../testing/pageSamples'
import { page, viewer } from '../../testing/samples'
import Recipients from './Recipients'

const meta: Meta<typeof Recipients> = { title: 'Pages/Recipients', component: Recipients, parameters: { width: 1180 } }
export default meta
type Story = StoryObj<typeof Recipients>

const approvals = 'GET /api/v1/recipients/approvals'
const suppressions = 'GET /api/v1/recipients/suppressions'
const settings = 'GET /api/v1/delivery-settings'
const some = {
  [approvals]: page([anApproval(), anApproval({ id: 'a2', address: 'board@holding.example', status: 'approved', decided_at: '2026-03-25T09:00:00Z' }), anApproval({ id: 'a3', address: 'someone@mail.example', status: 'refused', decided_at: '2026-03-24T09:00:00Z' })]),
  [suppressions]: page([aSuppression(), aSuppression({ id: 's2', address: 'away@example.com', schedule_id: 's1', until: '2026-04-06T00:00:00Z' })]),
  [settings]: someDeliverySettings(),
}
const api = (over: Record<string, unknown> = {}) => ({ at: '/?status=all', api: { ...some, ...over } })
const away = problem(503, 'The store is away for the moment. Try again shortly.')

export const Some: Story = { parameters: api() }
export const Loading: Story = { parameters: api({ [approvals]: never, [suppressions]: never, [settings]: never }) }
export const Empty: Story = { parameters: { api: { ...some, [approvals]: page([]), [suppressions]: page([]), [settings]: someDeliverySettings({ allowed_domains: [], subject: null, text: null }) } } }
export const Failed: Story = { parameters: api({ [approvals]: away, [suppressions]: away, [settings]: away }) }
export const AsViewer: Story = { parameters: api({ 'GET /api/v1/me': viewer }) }
export const Many: Story = { parameters: api({ [approvals]: page(Array.from({ length: 50 }, (_, n) => anApproval({ id: String(n), address: `person${n}@partner.example` })), 120, 'more') }) }
export const LongTexts: Story = { parameters: api({ [approvals]: page([anApproval({ address: `${'a-long-local-part-'.repeat(4)}@${'sub.'.repeat(10)}example.com`, asked_for: 'a schedule of many words '.repeat(6) })]) }) }
