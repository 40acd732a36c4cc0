import { useMe } from '../../api/me'
import { PageHead } from '../../parts/PageHead'
import { Approvals } from './Approvals'
import { DeliverySettings } from './DeliverySettings'
import classes from './recipients.module.css'
import { Suppressions } from './Suppressions'

/** Who outside may get reports, who wants none, and how reports are sent. */
export default function Recipients() {
  const { me, may } = useMe()
  const manages = may('manage_workspace')
  return (
    <>
      <PageHead title="Recipients">Who outside of {me?.workspace.name ?? 'the workspace'} may get its reports, who wants none, and how they are sent.</PageHead>
      <div className={classes.columns}>
        <div className={classes.column}>
          <Approvals manages={manages} />
          <Suppressions manages={manages} />
        </div>
        <DeliverySettings manages={manages} />
      </div>
    </>
  )
}
