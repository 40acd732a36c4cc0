import type { Meta, StoryObj } from '@storybook/react-vite'
import { never, problem } from '../../testing/fakeApi'
import { aMember } from '../../testing/pageSamples'
import { page } from '../../testing/samples'
import type { Member } from './Members'
import { Succession, useSuccession } from './Succession'

const meta: Meta = { title: 'Pages/Members/Succession', render: () => <OfJan /> }
export default meta
type Story = StoryObj

function OfJan() {
  return (
    <div style={{ display: 'grid', gap: 16 }}>
      <Succession of={useSuccession(aMember() as Member)} />
    </div>
  )
}

const api = (impact: unknown) => ({ api: { 'GET /api/v1/impact': impact, 'GET /api/v1/members': page([aMember(), aMember({ person_id: 'me', name: 'Maya Lindholm', email: 'maya@example.com', role: 'admin' })]) } })
const schedule = (n: number, enabled = true) => ({ id: String(n), name: `Nightly quality ${n}`, report_type: 'quality', owner: 'jan@example.com', enabled, next_run_at: null })

export const Owns: Story = { parameters: api({ reports: [], schedules: [schedule(1), schedule(2, false)] }) }
export const Free: Story = { parameters: api({ reports: [], schedules: [] }) }
export const Loading: Story = { parameters: api(never) }
export const Failed: Story = { parameters: api(problem(503, 'The store is away for the moment. Try again shortly.')) }
