import { Button, Modal } from '@mantine/core'
import { useMe } from '../../api/me'
import type { Run } from '../../api/types'
import { Link } from '../../parts/Link'
import classes from './history.module.css'
import { useRunActions } from './useRunActions'
import { whyFailed } from './why'

/** The cause of a failure, what is safe, and the next step with its button. */
export function WhyDialog({ run, onClose }: { run: Run | null; onClose: () => void }) {
  return (
    <Modal opened={run !== null} onClose={onClose} size="lg" title={<span className="strong">Why did “{run?.schedule_name}” fail?</span>} closeButtonProps={{ 'aria-label': 'Close' }}>
      {run && <WhyText run={run} onDone={onClose} withLink />}
    </Modal>
  )
}

export function WhyText({ run, onDone, withLink }: { run: Run; onDone?: () => void; withLink?: boolean }) {
  const actions = useRunActions()
  const { may } = useMe()
  const why = whyFailed(run)
  if (!why) return null
  return (
    <div className={classes.whyBox}>
      <div>
        <h3>Cause</h3>
        <p className={classes.cause}>{why.cause}</p>
      </div>
      <div>
        <h3>What is safe</h3>
        <p>{why.safe}</p>
      </div>
      <div>
        <h3>Next step</h3>
        <p>{why.next}</p>
      </div>
      <div style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
        {may('manage_workspace') && why.action === 'approve' && <Link to="/admin/recipients">Decide on recipients</Link>}
        {may('schedule') && why.action === 'retry' && <Button onClick={() => void actions.retry(run).then(onDone)}>Retry</Button>}
        {may('schedule') && why.action === 'retry-deliveries' && <Button onClick={() => void actions.retryDeliveries(run).then(onDone)}>Send again to those without it</Button>}
        {may('schedule') && why.action === 'edit' && run.schedule_id && <Link to={`/reports/scheduling?edit=${run.schedule_id}`}>Edit the schedule</Link>}
        {withLink && <Link to={`/reports/history/${run.id}`}>The whole run</Link>}
      </div>
    </div>
  )
}
