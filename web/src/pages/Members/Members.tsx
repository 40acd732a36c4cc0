import { ActionIcon, Button, Menu } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { IconBan, IconDots, IconLogin, IconTrash, IconUserCheck, IconUserOff, IconUsers, IconUserShield } from '@tabler/icons-react'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import { useMe } from '../../api/me'
import { usePages } from '../../api/paging'
import type { components } from '../../api/schema'
import { refused, said } from '../../app/toast'
import { AddButton } from '../../parts/AddButton'
import { Empty } from '../../parts/Empty'
import { actions, ListCard } from '../../parts/ListCard'
import { Moment } from '../../parts/Moment'
import { roleWords } from '../../parts/names'
import { PageHead } from '../../parts/PageHead'
import parts from '../../parts/parts.module.css'
import { Tag } from '../../parts/Tag'
import { ChangeRole } from './ChangeRole'
import { DisableMember } from './DisableMember'
import { Invitations } from './Invitations'
import { Invite } from './Invite'
import { RemoveMember } from './RemoveMember'
import { SignInLink } from './SignInLink'

export type Member = components['schemas']['MemberWire']

type Open = { what: 'invite' } | { what: 'role' | 'disable' | 'remove' | 'link'; member: Member } | null

/** Who is in the workspace, and as what. */
export default function Members() {
  const { me, may } = useMe()
  const client = useQueryClient()
  const manages = may('manage_workspace')
  const [open, setOpen] = useState<Open>(null)
  const list = usePages(['members', 'list'], (cursor) => ask(api.GET('/api/v1/members', { params: { query: { limit: '100', cursor } } })))
  const invite = () => setOpen({ what: 'invite' })
  const close = () => setOpen(null)

  async function enable(member: Member) {
    try {
      await ask(api.POST('/api/v1/members/{id}/enable', { params: { path: { id: member.person_id } } }))
      said(`${member.name} is let in again. Their schedules stay as they are.`)
    } catch (error) {
      refused(error)
    }
    await client.invalidateQueries({ queryKey: ['members'] })
  }

  return (
    <>
      <PageHead
        title="Members"
        action={
          manages && (
            <AddButton label="Invite somebody" onAdd={invite}>
              Invite
            </AddButton>
          )
        }
      >
        Who is in {me?.workspace.name ?? 'the workspace'}, and what each may do.
      </PageHead>
      <div style={{ display: 'grid', gap: 16 }}>
        <ListCard
          title="Members"
          list={list}
          columns={['Person', 'Role', 'State', 'Member since', manages && actions]}
          keyOf={(member) => member.person_id}
          empty={<Empty title="Nobody is here" icon={IconUsers} action={manages && <Button onClick={invite}>Invite somebody</Button>} />}
        >
          {(member) => (
            <>
              <td data-wide>
                <span className="strong">{member.name}</span>
                {member.person_id === me?.person.id && <span className="second"> (you)</span>}
                <div className="second small">{member.email}</div>
              </td>
              <td data-label="Role">
                {member.role}
                <div className="second small">{roleWords[member.role]}</div>
              </td>
              <td data-label="State">
                <Tag tone={member.disabled ? 'warn' : 'ok'} icon={member.disabled ? IconBan : IconUserCheck}>
                  {member.disabled ? 'disabled' : 'active'}
                </Tag>
              </td>
              <td data-label="Member since">
                <Moment at={member.created_at} date />
              </td>
              {manages && (
                <td className={parts.right} data-wide>
                  <Actions member={member} isSelf={member.person_id === me?.person.id} onOpen={setOpen} onEnable={() => void enable(member)} />
                </td>
              )}
            </>
          )}
        </ListCard>
        {manages && <Invitations />}
      </div>
      {open?.what === 'invite' && <Invite onClose={close} />}
      {open?.what === 'role' && <ChangeRole member={open.member} onClose={close} />}
      {open?.what === 'disable' && <DisableMember member={open.member} onClose={close} />}
      {open?.what === 'remove' && <RemoveMember member={open.member} onClose={close} />}
      {open?.what === 'link' && <SignInLink member={open.member} onClose={close} />}
    </>
  )
}

function Actions({ member, isSelf, onOpen, onEnable }: { member: Member; isSelf: boolean; onOpen: (open: Open) => void; onEnable: () => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`More for ${member.name}`}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconUserShield size={16} />} onClick={() => onOpen({ what: 'role', member })}>
          Change role…
        </Menu.Item>
        <Menu.Item leftSection={<IconLogin size={16} />} onClick={() => onOpen({ what: 'link', member })} disabled={member.disabled}>
          New sign-in link…
        </Menu.Item>
        {member.disabled ? (
          <Menu.Item leftSection={<IconUserCheck size={16} />} onClick={onEnable}>
            Let in again
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconUserOff size={16} />} onClick={() => onOpen({ what: 'disable', member })} disabled={isSelf}>
            Disable…
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => onOpen({ what: 'remove', member })} disabled={isSelf}>
          Remove…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
