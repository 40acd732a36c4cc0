import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMediaQuery } from '@mantine/hooks'
import { useMe } from '../api/me'
import { useUrlState } from '../app/url'
import { Later } from '../parts/Later'
import { PageHead } from '../parts/PageHead'
import { JobHistoryWidget } from '../widgets/JobHistoryWidget/JobHistoryWidget'
import { NotificationSettingsWidget } from '../widgets/NotificationSettingsWidget/NotificationSettingsWidget'
import { ScheduledJobsListWidget } from '../widgets/ScheduledJobsListWidget/ScheduledJobsListWidget'
import { ScheduleExportWidget } from '../widgets/ScheduleExportWidget/ScheduleExportWidget'
import classes from './page.module.css'
import { Stats } from './Stats'

/** The four widgets: what is scheduled, what ran, a new one, and who is told. */
export default function Scheduling() {
  const [url, setUrl] = useUrlState()
  const { may } = useMe()
  const narrow = useMediaQuery('(max-width: 1199px)', window.matchMedia('(max-width: 1199px)').matches, { getInitialValueInEffect: false })
  const from = url.edit ? { id: url.edit, how: 'edit' as const } : url.copy ? { id: url.copy, how: 'copy' as const } : null

  function toForm() {
    const form = document.getElementById('new-schedule')
    form?.scrollIntoView({ block: narrow ? 'start' : 'nearest' })
    form?.querySelector<HTMLElement>('input, button')?.focus({ preventScroll: true })
  }
  function open(change: { edit?: string; copy?: string }) {
    setUrl({ edit: change.edit, copy: change.copy, report: undefined })
    requestAnimationFrame(() => document.getElementById('new-schedule')?.scrollIntoView({ block: narrow ? 'start' : 'nearest' }))
  }
  const close = () => setUrl({ edit: undefined, copy: undefined, report: undefined })

  const form = (
    <ScheduleExportWidget
      from={from}
      report={url.report ?? null}
      onSaved={close}
      onCancel={close}
      connectionsAt={may('manage_sources') ? '/admin/connections' : null}
    />
  )
  return (
    <>
      <PageHead
        title="Schedules"
        action={
          may('schedule') && narrow ? (
            <Button leftSection={<IconPlus size={16} />} onClick={() => (from ? (close(), toForm()) : toForm())}>
              New schedule
            </Button>
          ) : undefined
        }
      >
        Reports that make and deliver themselves.
      </PageHead>
      <Stats />
      <div className={classes.columns}>
        <div className={classes.stack}>
          {narrow && from && form}
          <ScheduledJobsListWidget onEdit={(edit) => open({ edit })} onCopy={(copy) => open({ copy })} onNew={toForm} />
          <Later turn={3}>
            <JobHistoryWidget />
          </Later>
        </div>
        <div className={classes.stack}>
          {!(narrow && from) && <Later turn={4}>{form}</Later>}
          <Later turn={5}>
            <NotificationSettingsWidget />
          </Later>
        </div>
      </div>
    </>
  )
}
