import { ActionIcon, Checkbox, Menu, Tooltip } from '@mantine/core'
import { createColumnHelper, flexRender, getCoreRowModel, useReactTable, type ColumnDef } from '@tanstack/react-table'
import { IconArrowDown, IconArrowUp, IconCopy, IconDots, IconPencil, IconPlayerPause, IconPlayerPlay, IconRefresh, IconTrash } from '@tabler/icons-react'
import { useMemo } from 'react'
import type { Destination, Schedule } from '../../api/types'
import { Bars, failedInARow } from '../../parts/Bars'
import { Link } from '../../parts/Link'
import parts from '../../parts/parts.module.css'
import { Status } from '../../parts/Status'
import { exact, plural, relative, useNow } from '../../parts/time'
import { destinationText } from '../ScheduleExportWidget/draft'
import classes from './list.module.css'
import type { ScheduleActions } from './useScheduleActions'

interface Props {
  rows: Schedule[]
  sort: string | undefined
  onSort: (sort: string | undefined) => void
  selected: Set<string>
  onSelect: (ids: Set<string>) => void
  actions: ScheduleActions
  onEdit: (id: string) => void
  onCopy: (id: string) => void
  onDelete: (schedule: Schedule) => void
  mayChange: (owner: string) => boolean
}

declare module '@tanstack/react-table' {

  interface ColumnMeta<TData, TValue> {
    label?: string
    wide?: boolean
    className?: string | undefined
  }
}

const column = createColumnHelper<Schedule>()

export const zoneOf = (schedule: Schedule) => String((schedule.schedule_config as Record<string, unknown>).timezone ?? 'UTC')

export function ScheduleTable(props: Props) {
  const { rows, sort, onSort, selected } = props
  const now = useNow()
  const columns = useMemo(() => makeColumns(props, now), [props, now])
  const table = useReactTable({ data: rows, columns, getCoreRowModel: getCoreRowModel(), getRowId: (row) => row.id, manualSorting: true })
  return (
    <table className={parts.table} aria-label="Schedules">
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => (
              <th key={header.id} scope="col" className={header.column.columnDef.meta?.className} aria-sort={sortOf(header.id, sort)}>
                {header.id === 'name' || header.id === 'next_run_at' ? (
                  <button type="button" onClick={() => onSort(nextSort(header.id, sort))}>
                    {flexRender(header.column.columnDef.header, header.getContext())}
                    {sort === header.id && <IconArrowUp size={13} aria-hidden />}
                    {sort === `-${header.id}` && <IconArrowDown size={13} aria-hidden />}
                  </button>
                ) : (
                  flexRender(header.column.columnDef.header, header.getContext())
                )}
              </th>
            ))}
          </tr>
        ))}
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => (
          <tr key={row.id} data-row={row.id} tabIndex={-1} aria-selected={selected.has(row.id) || undefined}>
            {row.getVisibleCells().map((cell) => {
              const meta = cell.column.columnDef.meta
              return (
                <td key={cell.id} className={meta?.className} data-label={meta?.label} data-wide={meta?.wide || undefined}>
                  {flexRender(cell.column.columnDef.cell, cell.getContext())}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
  function sortOf(id: string, current: string | undefined) {
    return current === id ? ('ascending' as const) : current === `-${id}` ? ('descending' as const) : undefined
  }
}

/** Up, down, and back to newest first. */
export function nextSort(id: string, current: string | undefined): string | undefined {
  return current === id ? `-${id}` : current === `-${id}` ? undefined : id
}

function makeColumns({ rows, selected, onSelect, actions, onEdit, onCopy, onDelete, mayChange }: Props, now: Date): ColumnDef<Schedule, any>[] {
  const mine = rows.filter((r) => mayChange(r.owner.id))
  const all = mine.length > 0 && mine.every((r) => selected.has(r.id))
  const choose = (ids: string[], on: boolean) => {
    const next = new Set(selected)
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    onSelect(next)
  }
  const columns = [
    mine.length > 0 &&
      column.display({
        id: 'select',
        meta: { className: `${classes.select} ${classes.selectCell}` },
        header: () => <Checkbox size="xs" aria-label="Choose all shown" checked={all} indeterminate={!all && mine.some((r) => selected.has(r.id))} onChange={(event) => choose(mine.map((r) => r.id), event.currentTarget.checked)} />,
        cell: ({ row }) => mayChange(row.original.owner.id) && <Checkbox size="xs" aria-label={`Choose ${row.original.name}`} checked={selected.has(row.id)} onChange={(event) => choose([row.id], event.currentTarget.checked)} />,
      }),
    column.accessor('name', { header: 'Schedule', meta: { wide: true, className: classes.nameCell }, cell: ({ row }) => <NameCell schedule={row.original} /> }),
    column.display({ id: 'when', header: 'When', meta: { label: 'When' }, cell: ({ row }) => <WhenCell schedule={row.original} /> }),
    column.accessor('next_run_at', { header: 'Next run', meta: { label: 'Next run', className: classes.nextCell }, cell: ({ row }) => <NextCell schedule={row.original} now={now} /> }),
    column.display({ id: 'recent', header: 'Last 14', meta: { label: 'Last 14' }, cell: ({ row }) => <RecentCell schedule={row.original} /> }),
    column.display({ id: 'to', header: 'Delivers to', meta: { label: 'Delivers to', className: classes.toCell }, cell: ({ row }) => <ToCell schedule={row.original} /> }),
    column.display({
      id: 'actions',
      header: () => <span className="unseen">What to do</span>,
      meta: { wide: true, className: classes.actionsCell },
      cell: ({ row }) => mayChange(row.original.owner.id) && <Actions schedule={row.original} actions={actions} onEdit={onEdit} onCopy={onCopy} onDelete={onDelete} />,
    }),
  ]
  return columns.filter(Boolean) as ColumnDef<Schedule, any>[]
}

function NameCell({ schedule }: { schedule: Schedule }) {
  return (
    <div>
      <Link to={`/reports/scheduling/${schedule.id}`} className={`${classes.name} ${schedule.enabled ? '' : classes.off}`}>
        {schedule.name}
      </Link>
      <div className={classes.sub}>
        {schedule.report_title} · {schedule.formats.map((f) => String(f).toUpperCase()).join(', ')}
      </div>
    </div>
  )
}

function WhenCell({ schedule }: { schedule: Schedule }) {
  const zone = zoneOf(schedule)
  return (
    <div className={schedule.enabled ? undefined : classes.off}>
      <div>{schedule.description.replace(` (${zone})`, '')}</div>
      <div className={classes.sub}>{zone}</div>
    </div>
  )
}

function NextCell({ schedule, now }: { schedule: Schedule; now: Date }) {
  if (!schedule.enabled)
    return (
      <Tooltip label={schedule.paused_reason ?? 'Paused by a person'} multiline maw={320}>
        <span tabIndex={schedule.paused_reason ? 0 : undefined}>
          <Status of="paused" />
        </span>
      </Tooltip>
    )
  if (!schedule.next_run_at) return <span className="second">Never again</span>
  return (
    <div>
      <div>{relative(schedule.next_run_at, now)}</div>
      <div className={classes.sub}>{exact(schedule.next_run_at, zoneOf(schedule), now)}</div>
    </div>
  )
}

function RecentCell({ schedule }: { schedule: Schedule }) {
  const runs = schedule.recent_runs ?? []
  const streak = failedInARow(runs)
  if (runs.length === 0) return <span className="second small">Never ran</span>
  return (
    <div style={{ display: 'grid', gap: 6, justifyItems: 'start' }}>
      <Bars runs={runs} />
      {streak > 0 && <Status of="failing">{streak === 1 ? 'Failed' : streak === 2 ? 'Failed twice' : `Failed ${streak} times`}</Status>}
    </div>
  )
}

function ToCell({ schedule }: { schedule: Schedule }) {
  const all = schedule.destinations as Destination[]
  return (
    <div style={{ overflowWrap: 'anywhere' }}>
      {all.slice(0, 2).map((destination, index) => (
        <div key={index}>{destinationText(destination)}</div>
      ))}
      {all.length > 2 && <div className={classes.sub}>and {plural(all.length - 2, 'more', 'more')}</div>}
    </div>
  )
}

function Actions({ schedule, actions, onEdit, onCopy, onDelete }: { schedule: Schedule } & Pick<Props, 'actions' | 'onEdit' | 'onCopy' | 'onDelete'>) {
  const pause = schedule.enabled ? 'Pause' : 'Resume'
  return (
    <div className={classes.actions}>
      <Tooltip label="Run now">
        <ActionIcon aria-label={`Run ${schedule.name} now`} onClick={() => void actions.run(schedule)}>
          <IconPlayerPlay size={17} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={pause}>
        <ActionIcon aria-label={`${pause} ${schedule.name}`} onClick={() => actions.toggle(schedule)}>
          {schedule.enabled ? <IconPlayerPause size={17} stroke={1.7} /> : <IconRefresh size={17} stroke={1.7} />}
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Edit">
        <ActionIcon aria-label={`Edit ${schedule.name}`} onClick={() => onEdit(schedule.id)}>
          <IconPencil size={17} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={`More for ${schedule.name}`}>
            <IconDots size={17} stroke={1.7} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => onCopy(schedule.id)}>
            Duplicate
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={15} />} onClick={() => onDelete(schedule)}>
            Delete…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
