import type { Meta, StoryObj } from '@storybook/react-vite'
import SignIn from './SignIn'

const meta: Meta<typeof SignIn> = { title: 'Pages/Sign-in', component: SignIn, parameters: { bare: true } }
export default meta
type Story = StoryObj<typeof SignIn>

const ways = (provider: object | null) => ({ 'GET /api/v1/session/ways': { password: true, provider } })
const provider = { name: 'Keycloak', path: '/signin/provider' }

export const Password: Story = { parameters: { api: ways(null) } }
export const WithProvider: Story = { parameters: { api: ways(provider) } }
export const RefusedByProvider: Story = { parameters: { api: ways(provider), at: '/signin?provider=refused&reason=You+have+no+role+in+any+workspace+here.' } }
export const UsedLink: Story = { parameters: { api: ways(null), at: '/signin?link=refused' } }
export const LongTexts: Story = { parameters: { api: ways({ name: 'the identity service of the whole holding and its subsidiaries', path: '/signin/provider' }) } }
