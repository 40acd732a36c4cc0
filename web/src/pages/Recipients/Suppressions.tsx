import { useQueryClient } from '@tanstack/react-query'
import { IconBellOff, IconMailPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import { usePages } from '../../api/paging'
import type { components } from '../../api/schema'
import { said } from '../../app/toast'
import { Dialog } from '../../parts/Dialog'
import { Empty } from '../../parts/Empty'
import { Link } from '../../parts/Link'
import { actions, ListCard } from '../../parts/ListCard'
import { Moment } from '../../parts/Moment'
import parts from '../../parts/parts.module.css'
import { RowButton } from '../../parts/RowButton'
import { useSubmit } from '../../parts/submit'
import classes from './recipients.module.css'

type Suppression = components['schemas']['SuppressionWire']

/** Recipients who said themselves that they want nothing. */
export function Suppressions({ manages }: { manages: boolean }) {
  const [lifting, setLifting] = useState<Suppression | null>(null)
  const list = usePages(['recipients', 'suppressions'], (cursor) => ask(api.GET('/api/v1/recipients/suppressions', { params: { query: { limit: '50', cursor } } })))
  return (
    <>
      <ListCard
        title="Want nothing"
        label="Loading who wants nothing"
        list={list}
        columns={['Address', 'Of', 'Until', 'Since', manages && actions]}
        keyOf={(one) => one.id}
        empty={
          <Empty title="Everybody wants their reports" icon={IconBellOff}>
            Whoever unsubscribes with the link in a mail, or snoozes, stands here.
          </Empty>
        }
      >
        {(one) => (
          <>
            <td data-wide className={classes.address}>
              {one.address}
            </td>
            <td data-label="Of">{one.schedule_id ? <Link to={`/reports/scheduling/${one.schedule_id}`}>one schedule</Link> : 'every report'}</td>
            <td data-label="Until">
              <Moment at={one.until} none="for good" />
            </td>
            <td data-label="Since">
              <Moment at={one.created_at} date />
            </td>
            {manages && (
              <td className={parts.right} data-wide>
                <RowButton verb="Send again to" name={one.address} icon={IconMailPlus} onClick={() => setLifting(one)} />
              </td>
            )}
          </>
        )}
      </ListCard>
      {lifting && <Lift suppression={lifting} onClose={() => setLifting(null)} />}
    </>
  )
}

function Lift({ suppression, onClose }: { suppression: Suppression; onClose: () => void }) {
  const client = useQueryClient()
  const lift = useSubmit(async () => {
    await ask(api.DELETE('/api/v1/recipients/suppressions/{id}', { params: { path: { id: suppression.id } } }))
    said(`${suppression.address} gets reports again.`)
    onClose()
    await client.invalidateQueries({ queryKey: ['recipients', 'suppressions'] })
  })
  return (
    <Dialog title={`Send to ${suppression.address} again?`} opened onClose={onClose} action="Send again" cancel="Leave it" onSubmit={() => void lift.run()} busy={lift.busy} problem={lift.problem}>
      <p>They said themselves that they want nothing. Take that back only if they have asked you to; the audit log keeps that you did.</p>
    </Dialog>
  )
}
