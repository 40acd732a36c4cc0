import { PageHead } from '../../parts/PageHead'
import { NotificationSettingsWidget } from '../../widgets/NotificationSettingsWidget'
import { InboxCard } from './InboxCard'
import classes from './notifications.module.css'

/** The inbox, and what comes into it and by which other ways. */
export default function Notifications() {
  return (
    <>
      <PageHead title="Notifications">What has come for you, and what you want to be told.</PageHead>
      <div className={classes.columns}>
        <InboxCard />
        <NotificationSettingsWidget detailed />
      </div>
    </>
  )
}
