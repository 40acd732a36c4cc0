import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { IconBan, IconCheck, IconCircleCheck, IconClock, IconMailCheck, type Icon } from '@tabler/icons-react'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import { usePages } from '../../api/paging'
import type { components } from '../../api/schema'
import { refused, said } from '../../app/toast'
import { useUrlState } from '../../app/url'
import { Empty } from '../../parts/Empty'
import { actions, ListCard } from '../../parts/ListCard'
import { Moment } from '../../parts/Moment'
import parts from '../../parts/parts.module.css'
import { Segments } from '../../parts/Segments'
import { Tag, type Tone } from '../../parts/Tag'
import classes from './recipients.module.css'

type Approval = components['schemas']['ApprovalWire']
type Status = Approval['status']

const marks: Record<Status, { tone: Tone; icon: Icon; word: string }> = {
  waiting: { tone: 'warn', icon: IconClock, word: 'waiting' },
  approved: { tone: 'ok', icon: IconCircleCheck, word: 'approved' },
  refused: { tone: 'bad', icon: IconBan, word: 'refused' },
}

const options = [
  { value: 'waiting', label: 'Waiting' },
  { value: 'approved', label: 'Approved' },
  { value: 'refused', label: 'Refused' },
  { value: 'all', label: 'All' },
] as const

/** Addresses outside of the allowed domains: nothing goes there before an admin has said yes. */
export function Approvals({ manages }: { manages: boolean }) {
  const [url, setUrl] = useUrlState()
  const client = useQueryClient()
  const [busy, setBusy] = useState<string | null>(null)
  const chosen = options.find((option) => option.value === url.status)?.value ?? 'waiting'
  const status = chosen === 'all' ? undefined : chosen
  const list = usePages(['recipients', 'approvals', chosen], (cursor) => ask(api.GET('/api/v1/recipients/approvals', { params: { query: { limit: '50', cursor, status } } })))

  async function decide(approval: Approval, yes: boolean) {
    setBusy(approval.id)
    const params = { path: { id: approval.id } }
    try {
      await ask(yes ? api.POST('/api/v1/recipients/approvals/{id}/approve', { params }) : api.POST('/api/v1/recipients/approvals/{id}/refuse', { params }))
      said(yes ? `${approval.address} is approved. What was kept back in the last seven days is sent now.` : `${approval.address} is refused. Nothing is sent there.`)
    } catch (error) {
      refused(error)
    }
    await client.invalidateQueries({ queryKey: ['recipients', 'approvals'] })
    setBusy(null)
  }

  return (
    <ListCard
      title="Outside recipients"
      label="Loading recipients"
      list={list}
      aside={<Segments label="Which recipients" options={[...options]} value={chosen} onChange={(value) => setUrl({ status: value === 'waiting' ? undefined : value })} />}
      columns={['Address', 'State', 'First wanted by', 'Asked', manages && actions]}
      keyOf={(approval) => approval.id}
      empty={
        status === 'waiting' ? (
          <Empty title="Nobody waits for approval" icon={IconMailCheck} action={<Button variant="default" onClick={() => setUrl({ status: 'all' })}>Show who was decided on</Button>}>
            Where domains are allowed below, an address of another one waits here until an admin approves it.
          </Empty>
        ) : (
          <Empty title={status ? `Nobody was ${status}` : 'No recipient was ever outside'} icon={IconMailCheck} />
        )
      }
    >
      {(approval) => {
        const mark = marks[approval.status]
        return (
          <>
            <td data-wide className={classes.address}>
              {approval.address}
            </td>
            <td data-label="State">
              <Tag tone={mark.tone} icon={mark.icon}>
                {mark.word}
              </Tag>
            </td>
            <td data-label="First wanted by" style={{ overflowWrap: 'anywhere' }}>{approval.asked_for}</td>
            <td data-label="Asked">
              <Moment at={approval.asked_at} />
              {approval.decided_at && (
                <div className="second small">
                  decided <Moment at={approval.decided_at} />
                </div>
              )}
            </td>
            {manages && (
              <td className={parts.right} data-wide>
                <div className={classes.decide}>
                  {approval.status !== 'approved' && (
                    <Button size="xs" leftSection={<IconCheck size={15} />} loading={busy === approval.id} onClick={() => void decide(approval, true)} aria-label={`Approve ${approval.address}`}>
                      Approve
                    </Button>
                  )}
                  {approval.status !== 'refused' && (
                    <Button size="xs" variant="default" disabled={busy === approval.id} onClick={() => void decide(approval, false)} aria-label={`Refuse ${approval.address}`}>
                      Refuse
                    </Button>
                  )}
                </div>
              </td>
            )}
          </>
        )
      }}
    </ListCard>
  )
}
