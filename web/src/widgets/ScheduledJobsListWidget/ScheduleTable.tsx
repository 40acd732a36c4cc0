import { Menu, Tooltip } from '@mantine/core'
import { createColumnHelper, flexRender, getCoreRowModel, useReactTable, type CellContext, type ColumnDef, type Row, type Table } from '@tanstack/react-table'
import { IconArrowDown, IconArrowUp, IconCopy, IconDots, IconPencil, IconPlayerPause, IconPlayerPlay, IconRefresh, IconTrash } from '@tabler/icons-react'
import { memo, useState } from 'react'
import type { Destination, Schedule } from '../../api/types'
import { Bars, failedInARow } from '../../parts/Bars'
import { IconButton } from '../../parts/IconButton'
import { useInPieces } from '../../parts/inPieces'
import { Link } from '../../parts/Link'
import parts from '../../parts/parts.module.css'
import { RowCheck } from '../../parts/RowCheck'
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

/** What the cells need beside their row. */
interface Shown extends Props {
  now: Date
  /** Those that the reader may change. */
  mine: Schedule[]
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
  const drawn = useInPieces(rows)
  const shown: Shown = { ...props, now, mine: rows.filter((r) => props.mayChange(r.owner.id)) }
  const table = useReactTable({
    data: drawn,
    columns,
    getCoreRowModel: getCoreRowModel(),
    getRowId: (row) => row.id,
    manualSorting: true,
    meta: shown,
    state: { columnVisibility: { select: shown.mine.length > 0 } },
  })
  return (
    <table className={`${parts.table} ${classes.table}`} aria-label="Schedules">
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
          <Line key={row.id} row={row} schedule={row.original} chosen={selected.has(row.id)} mine={props.mayChange(row.original.owner.id)} boxes={shown.mine.length > 0} now={now} />
        ))}
      </tbody>
    </table>
  )
  function sortOf(id: string, current: string | undefined) {
    return current === id ? ('ascending' as const) : current === `-${id}` ? ('descending' as const) : undefined
  }
}

interface LineProps {
  row: Row<Schedule>
  schedule: Schedule
  chosen: boolean
  mine: boolean
  boxes: boolean
  now: Date
}

/** Drawn anew only when what it shows is another: a letter typed into the search field draws none. So its cells ask the table when they act, not before. */
const Line = memo(
  function Line({ row, chosen }: LineProps) {
    return (
      <tr data-row={row.id} tabIndex={-1} aria-selected={chosen || undefined}>
        {row.getVisibleCells().map((cell) => {
          const meta = cell.column.columnDef.meta
          return (
            <td key={cell.id} className={meta?.className} data-label={meta?.label} data-wide={meta?.wide || undefined}>
              {flexRender(cell.column.columnDef.cell, cell.getContext())}
            </td>
          )
        })}
      </tr>
    )
  },
  (a, b) => a.schedule === b.schedule && a.chosen === b.chosen && a.mine === b.mine && a.boxes === b.boxes && a.now === b.now,
)

/** Up, down, and back to newest first. */
export function nextSort(id: string, current: string | undefined): string | undefined {
  return current === id ? `-${id}` : current === `-${id}` ? undefined : id
}

type Cell = CellContext<Schedule, unknown>

const shownOf = (table: Table<Schedule>) => table.options.meta as Shown

function ChooseAll({ table }: { table: Table<Schedule> }) {
  const { mine, selected, onSelect } = shownOf(table)
  const all = mine.length > 0 && mine.every((r) => selected.has(r.id))
  return <RowCheck label="Choose all shown" checked={all} mixed={!all && mine.some((r) => selected.has(r.id))} onChange={(on) => onSelect(chosen(selected, mine.map((r) => r.id), on))} />
}

function Choose({ row, table }: Cell) {
  const { selected, mayChange } = shownOf(table)
  const choose = (on: boolean) => {
    const latest = shownOf(table)
    latest.onSelect(chosen(latest.selected, [row.id], on))
  }
  return mayChange(row.original.owner.id) && <RowCheck label={`Choose ${row.original.name}`} checked={selected.has(row.id)} onChange={choose} />
}

function chosen(selected: Set<string>, ids: string[], on: boolean) {
  const next = new Set(selected)
  for (const id of ids) {
    if (on) next.add(id)
    else next.delete(id)
  }
  return next
}

/** Made once: a cell whose component is another one at each drawing would be thrown away and built again, with its focus. */
const columns = [
  column.display({ id: 'select', meta: { className: `${classes.select} ${classes.selectCell}` }, header: ChooseAll, cell: Choose }),
  column.accessor('name', { header: 'Schedule', meta: { wide: true, className: classes.nameCell }, cell: ({ row }) => <NameCell schedule={row.original} /> }),
  column.display({ id: 'when', header: 'When', meta: { label: 'When', className: classes.whenCell }, cell: ({ row }) => <WhenCell schedule={row.original} /> }),
  column.accessor('next_run_at', { header: 'Next run', meta: { label: 'Next run', className: classes.nextCell }, cell: ({ row, table }) => <NextCell schedule={row.original} now={shownOf(table).now} /> }),
  column.display({ id: 'recent', header: 'Last 14', meta: { label: 'Last 14' }, cell: ({ row }) => <RecentCell schedule={row.original} /> }),
  column.display({ id: 'to', header: 'Delivers to', meta: { label: 'Delivers to', className: classes.toCell }, cell: ({ row }) => <ToCell schedule={row.original} /> }),
  column.display({
    id: 'actions',
    header: () => <span className="unseen">What to do</span>,
    meta: { wide: true, className: classes.actionsCell },
    cell: ({ row, table }) => shownOf(table).mayChange(row.original.owner.id) && <Actions schedule={row.original} shown={() => shownOf(table)} />,
  }),
] as ColumnDef<Schedule>[]

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
      {streak > 0 && <Status of="failing">{streak === 1 ? 'Failed' : streak === 2 ? 'Failed twice' : `Failed ${streak}×`}</Status>}
    </div>
  )
}

function ToCell({ schedule }: { schedule: Schedule }) {
  const all = schedule.destinations as Destination[]
  return (
    <div style={{ overflowWrap: 'anywhere' }}>
      {all.slice(0, 2).map((destination, index) => (
        <DestinationLine key={index} text={destinationText(destination)} />
      ))}
      {all.length > 2 && <div className={classes.sub}>and {plural(all.length - 2, 'more', 'more')}</div>}
    </div>
  )
}

/** The channel, and below it where to; a long address ends in dots rather than in the middle of a word. */
function DestinationLine({ text }: { text: string }) {
  const [channel, ...to] = text.split(' · ')
  return (
    <div>
      {channel}
      {to.length > 0 && (
        <div className={`${classes.sub} ${classes.to}`} title={to.join(' · ')}>
          {to.join(' · ')}
        </div>
      )}
    </div>
  )
}

function Actions({ schedule, shown }: { schedule: Schedule; shown: () => Props }) {
  const pause = schedule.enabled ? 'Pause' : 'Resume'
  return (
    <div className={classes.actions}>
      <IconButton title="Run now" aria-label={`Run ${schedule.name} now`} onClick={() => void shown().actions.run(schedule)}>
        <IconPlayerPlay size={17} stroke={1.7} />
      </IconButton>
      <IconButton title={pause} aria-label={`${pause} ${schedule.name}`} onClick={() => shown().actions.toggle(schedule)}>
        {schedule.enabled ? <IconPlayerPause size={17} stroke={1.7} /> : <IconRefresh size={17} stroke={1.7} />}
      </IconButton>
      <IconButton title="Edit" aria-label={`Edit ${schedule.name}`} onClick={() => shown().onEdit(schedule.id)}>
        <IconPencil size={17} stroke={1.7} />
      </IconButton>
      <More name={schedule.name} onCopy={() => shown().onCopy(schedule.id)} onDelete={() => shown().onDelete(schedule)} />
    </div>
  )
}

/** A menu that is made when it is first asked for: a list of hundreds of rows has none of them. */
function More({ name, onCopy, onDelete }: { name: string; onCopy: () => void; onDelete: () => void }) {
  const [asked, setAsked] = useState(false)
  const label = `More for ${name}`
  if (!asked)
    return (
      <IconButton aria-label={label} aria-haspopup="menu" aria-expanded={false} onClick={() => setAsked(true)}>
        <IconDots size={17} stroke={1.7} />
      </IconButton>
    )
  return (
    <Menu position="bottom-end" defaultOpened>
      <Menu.Target>
        <IconButton aria-label={label}>
          <IconDots size={17} stroke={1.7} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconCopy size={15} />} onClick={onCopy}>
          Duplicate
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={15} />} onClick={onDelete}>
          Delete…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
