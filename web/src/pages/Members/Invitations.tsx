import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { api, ask } from '../../api/client'
import { usePages } from '../../api/paging'
import { refused, said } from '../../app/toast'
import { actions, ListCard } from '../../parts/ListCard'
import { Moment } from '../../parts/Moment'
import { usePeople } from '../../parts/names'
import parts from '../../parts/parts.module.css'

/** The invitations that nobody has accepted yet; no card where there are none. */
export function Invitations() {
  const client = useQueryClient()
  const nameOf = usePeople()
  const list = usePages(['invitations'], (cursor) => ask(api.GET('/api/v1/invitations', { params: { query: { limit: '50', cursor } } })))
  if (list.items?.length === 0) return null
  async function withdraw(id: string, email: string) {
    try {
      await ask(api.DELETE('/api/v1/invitations/{id}', { params: { path: { id } } }))
      said(`The invitation of ${email} is withdrawn: its link accepts nothing any more.`)
    } catch (error) {
      refused(error)
    }
    await client.invalidateQueries({ queryKey: ['invitations'] })
  }
  return (
    <ListCard title="Invitations" list={list} columns={['Invited', 'Role', 'By', 'Good until', actions]} keyOf={(invitation) => invitation.id} empty={null}>
      {(invitation) => (
        <>
          <td data-wide>
            <span className="strong">{invitation.name ?? invitation.email}</span>
            {invitation.name && <div className="second small">{invitation.email}</div>}
          </td>
          <td data-label="Role">{invitation.role}</td>
          <td data-label="By">{nameOf(invitation.invited_by) ?? '—'}</td>
          <td data-label="Good until">
            <Moment at={invitation.expires_at} />
          </td>
          <td className={parts.right} data-wide>
            <Button variant="default" size="compact-sm" aria-label={`Withdraw the invitation of ${invitation.email}`} onClick={() => void withdraw(invitation.id, invitation.email)}>
              Withdraw
            </Button>
          </td>
        </>
      )}
    </ListCard>
  )
}
