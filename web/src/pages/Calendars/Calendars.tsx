import { Button } from '@mantine/core'
import { IconCalendarOff, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import { useMe } from '../../api/me'
import { usePages } from '../../api/paging'
import type { components } from '../../api/schema'
import { useShortcuts } from '../../app/keyboard'
import { useUrlState } from '../../app/url'
import { Card } from '../../parts/Card'
import { Empty } from '../../parts/Empty'
import { Listed } from '../../parts/Listed'
import { PageHead } from '../../parts/PageHead'
import { CalendarCard } from './CalendarCard'
import classes from './calendars.module.css'
import { NewCalendar } from './NewCalendar'

export type Calendar = components['schemas']['CalendarWire']

/** Holidays that schedules leave out: the calendars, and the chosen one as a year. */
export default function Calendars() {
  const { may } = useMe()
  const [url, setUrl] = useUrlState()
  const [making, setMaking] = useState(false)
  const manages = may('manage_sources')
  const list = usePages(['calendars'], (cursor) => ask(api.GET('/api/v1/calendars', { params: { query: { limit: '100', cursor } } })))
  const chosen = list.items?.find((calendar) => calendar.id === url.id) ?? list.items?.[0]
  const add = () => setMaking(true)
  useShortcuts([{ key: 'n', label: 'New calendar', run: add }], manages)
  return (
    <>
      <PageHead
        title="Calendars"
        action={
          manages && (
            <Button leftSection={<IconPlus size={16} />} onClick={add}>
              New calendar
            </Button>
          )
        }
      >
        Days on which schedules do not run: public holidays, closing days, freezes.
      </PageHead>
      <div className={classes.columns}>
        <Card title="Calendars" count={list.items?.length} flush>
          <Listed
            list={list}
            label="Loading calendars"
            empty={
              <Empty title="No calendar yet" icon={IconCalendarOff} action={manages && <Button onClick={add}>Make a calendar</Button>}>
                Import a holiday file (.ics), or enter the days; then let schedules leave them out.
              </Empty>
            }
          >
            {(calendars) => (
              <ul className={classes.list}>
                {calendars.map((calendar) => (
                  <li key={calendar.id}>
                    <button type="button" aria-pressed={calendar.id === chosen?.id} onClick={() => setUrl({ id: calendar.id })}>
                      <span className="strong">{calendar.name}</span>
                      <span className="second small">{calendar.dates.length === 1 ? '1 day' : `${calendar.dates.length} days`}</span>
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </Listed>
        </Card>
        {chosen && <CalendarCard key={chosen.id} calendar={chosen} manages={manages} year={Number(url.year) || new Date().getFullYear()} onYear={(year) => setUrl({ year: String(year) }, { replace: true })} />}
      </div>
      {making && (
        <NewCalendar
          onClose={() => setMaking(false)}
          onMade={(calendar) => {
            setMaking(false)
            setUrl({ id: calendar.id })
          }}
        />
      )}
    </>
  )
}
