import { useQuery } from '@tanstack/react-query'
import { IconBuildingCommunity, IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import { useMe } from '../../api/me'
import { usePages } from '../../api/paging'
import type { components } from '../../api/schema'
import { AddButton } from '../../parts/AddButton'
import { Empty } from '../../parts/Empty'
import { actions, ListCard } from '../../parts/ListCard'
import { PageHead } from '../../parts/PageHead'
import parts from '../../parts/parts.module.css'
import { RowButton } from '../../parts/RowButton'
import { Tag } from '../../parts/Tag'
import { sizeOf, spanOf } from './units'
import { WorkspaceForm } from './WorkspaceForm'
import classes from './workspaces.module.css'

export type Workspace = components['schemas']['WorkspaceWire']

/** Tenants of the server: what each may use, and what it uses. */
export default function Workspaces() {
  const { me, may } = useMe()
  const [open, setOpen] = useState<'new' | Workspace | null>(null)
  const list = usePages(['workspaces'], (cursor) => ask(api.GET('/api/v1/workspaces', { params: { query: { limit: '50', cursor } } })))
  const operator = me?.person.is_operator ?? false
  const isHere = (workspace: Workspace) => workspace.id === me?.workspace.id
  const changes = (workspace: Workspace) => operator || (isHere(workspace) && may('manage_workspace'))
  return (
    <>
      <PageHead title="Workspaces" action={operator && <AddButton onAdd={() => setOpen('new')}>New workspace</AddButton>}>
        Each has its own people, sources, reports, schedules, files and audit log.
      </PageHead>
      <ListCard
        title="Workspaces"
        list={list}
        columns={['Workspace', 'Time zone', 'Members', 'Schedules', 'Runs, last hour', 'Files', 'Kept', actions]}
        keyOf={(workspace) => workspace.id}
        empty={<Empty title="You are in no workspace" icon={IconBuildingCommunity} />}
      >
        {(workspace) => <Cells workspace={workspace} isHere={isHere(workspace)} seesUsage={operator || isHere(workspace)} onEdit={changes(workspace) ? () => setOpen(workspace) : undefined} />}
      </ListCard>
      {open && <WorkspaceForm workspace={open === 'new' ? null : open} isOperator={operator} onClose={() => setOpen(null)} />}
    </>
  )
}

function Cells({ workspace, isHere, seesUsage, onEdit }: { workspace: Workspace; isHere: boolean; seesUsage: boolean; onEdit?: () => void }) {
  const { data: usage } = useQuery({
    queryKey: ['workspaces', workspace.id, 'usage'],
    queryFn: () => ask(api.GET('/api/v1/workspaces/{id}/usage', { params: { path: { id: workspace.id } } })),
    enabled: seesUsage,
  })
  const { limits, retention } = workspace
  return (
    <>
      <td data-wide>
        <span className="strong">{workspace.name}</span> {isHere && <Tag tone="info">you are here</Tag>}
        <div className="second small mono">{workspace.slug}</div>
      </td>
      <td data-label="Time zone">{workspace.timezone}</td>
      <td data-label="Members">{usage?.members ?? '—'}</td>
      <td data-label="Schedules">
        <Use used={usage?.schedules} limit={limits.schedules} words={String} />
      </td>
      <td data-label="Runs, last hour">
        <Use used={usage?.runs_in_the_last_hour} limit={limits.runs_per_hour} words={String} />
        {typeof limits.concurrent_runs === 'number' && <div className="second small">{usage?.runs_now ?? '—'} now, {limits.concurrent_runs} at a time</div>}
      </td>
      <td data-label="Files">
        <Use used={usage?.storage_bytes} limit={limits.storage_bytes} words={sizeOf} />
      </td>
      <td data-label="Kept" className="second small">
        files {retention.files_days ?? 30} days, runs {retention.runs_days ? `${retention.runs_days} days` : 'always'}
        {limits.min_interval && <div>at most every {spanOf(limits.min_interval)}</div>}
      </td>
      <td className={parts.right} data-wide>
        {onEdit && <RowButton verb="Change" name={workspace.name} icon={IconPencil} onClick={onEdit} />}
      </td>
    </>
  )
}

/** How much of a limit is used: the numbers, and a bar that only helps. */
function Use({ used, limit, words }: { used: number | undefined; limit: number | null | undefined; words: (value: number) => string }) {
  if (used === undefined) return <span className="second">—</span>
  if (limit === null || limit === undefined) return <>{words(used)}</>
  const share = limit === 0 ? 1 : Math.min(1, used / limit)
  return (
    <div>
      {words(used)} <span className="second">of {words(limit)}</span>
      <div className={classes.bar} data-full={share >= 0.9} aria-hidden>
        <span style={{ width: `${share * 100}%` }} />
      </div>
      {share >= 1 && <div className={classes.full}>full</div>}
    </div>
  )
}
