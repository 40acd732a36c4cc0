import type { Meta, StoryObj } from '@storybook/react-vite'
import { never, problem } from '../../testing/fakeApi'
import { aCalendar } from '../../testing/pageSamples'
import { page, viewer } from '../../testing/samples'
import Calendars from './Calendars'

const meta: Meta<typeof Calendars> = { title: 'Pages/Calendars', component: Calendars, parameters: { width: 1180 } }
export default meta
type Story = StoryObj<typeof Calendars>

const away = problem(503, 'The store is away for the moment. Try again shortly.')
const api = (answers: Record<string, unknown>, at = '/') => ({ width: 1180, at, api: { ...answers } })
const list = 'GET /api/v1/calendars'

export const Some: Story = { parameters: api({ [list]: page([aCalendar(), aCalendar({ id: 'c2', name: 'Company', dates: [] })]) }) }
export const Loading: Story = { parameters: api({ [list]: never }) }
export const Empty: Story = { parameters: api({ [list]: page([]) }) }
export const Failed: Story = { parameters: api({ [list]: away }) }
export const NotAllowed: Story = { parameters: api({ [list]: problem(403, 'You need to be admin.') }) }
export const AsViewer: Story = { parameters: api({ 'GET /api/v1/me': viewer, [list]: page([aCalendar(), aCalendar({ id: 'c2', name: 'Company', dates: [] })]) }) }
export const Many: Story = { parameters: api({ [list]: page(Array.from({ length: 50 }, (_, n) => aCalendar({ id: String(n), name: `Calendar ${n}` })), 500, 'more') }) }
export const AnotherYear: Story = { parameters: api({ [list]: page([aCalendar()]) }, '/?year=2031') }
