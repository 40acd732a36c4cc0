import type { Meta, StoryObj } from '@storybook/react-vite'
import { never, problem } from '../../testing/fakeApi'
import Invitation from './Invitation'

const meta: Meta<typeof Invitation> = { title: 'Pages/Invitation', component: Invitation, parameters: { bare: true } }
export default meta
type Story = StoryObj<typeof Invitation>

const found = { workspace: 'Quality', email: 'jan@example.com', name: 'Jan Kowalski', role: 'editor', has_account: false, expires_at: '2026-04-01T08:00:00Z' }
const show = 'POST /api/v1/invitations/show'

export const NewPerson: Story = { parameters: { api: { [show]: found } } }
export const HasAccount: Story = { parameters: { api: { [show]: { ...found, has_account: true } } } }
export const Loading: Story = { parameters: { api: { [show]: never } } }
export const TooOld: Story = { parameters: { api: { [show]: problem(404, 'This invitation has been used or withdrawn, or is too old. Ask whoever invited you for a new one.') } } }
export const LongTexts: Story = { parameters: { api: { [show]: { ...found, workspace: 'The quality department of the plant in the north '.repeat(2), email: 'a-very-long-address-that-does-not-end-soon@subdomain.of.example.com' } } } }
