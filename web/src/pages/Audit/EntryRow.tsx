import { Button } from '@mantine/core'
import { IconAlertTriangle, IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useId, useState } from 'react'
import type { components } from '../../api/schema'
import { exactly, fromNow } from '../../parts/Moment'
import { Tag } from '../../parts/Tag'
import classes from './audit.module.css'
import { Differences } from './Differences'
import { worded } from './words'

export type Entry = components['schemas']['AuditWire']

/** One entry; below it, on demand, what it changed and where it stands in the chain. */
export function EntryRow({ entry, onFilter }: { entry: Entry; onFilter: (change: Record<string, string>) => void }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <>
      <tr data-row tabIndex={-1}>
        <td data-label="When">
          <time dateTime={entry.at}>{exactly(entry.at)}</time>
          <div className="second small">{fromNow(entry.at)}</div>
        </td>
        <td data-label="Who">
          {entry.person_id ? (
            <button type="button" className={classes.filter} onClick={() => onFilter({ person: entry.person_id! })} title="Show only theirs">
              {entry.actor}
            </button>
          ) : (
            entry.actor
          )}
          <div className="second small">
            {entry.origin}
            {entry.api_key_id && ' · by key'}
          </div>
        </td>
        <td data-label="What">
          <span className="strong">{worded(entry.action)}</span>{' '}
          {entry.failed && (
            <Tag tone="bad" icon={IconAlertTriangle}>
              failed
            </Tag>
          )}
          <div className="second small mono">{entry.action}</div>
        </td>
        <td data-label="Object" data-wide>
          <button type="button" className={classes.filter} onClick={() => onFilter({ object_id: entry.object_id })} title="Show only what happened to it">
            {entry.object_name ?? entry.object_id}
          </button>
          <div className="second small">{entry.object_type.replaceAll('_', ' ')}</div>
        </td>
        <td data-wide className={classes.more}>
          <Button variant="default" size="compact-sm" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)} rightSection={open ? <IconChevronUp size={14} /> : <IconChevronDown size={14} />} aria-label={`Details of entry ${entry.number}`}>
            Details
          </Button>
        </td>
      </tr>
      <tr id={id} hidden={!open} className={classes.detailRow}>
        {open && (
          <td colSpan={5} data-wide>
            <Differences before={entry.before ?? null} after={entry.after ?? null} />
            <p className={classes.chain}>
              Entry {entry.number} · <span className="mono">{entry.hash}</span>
            </p>
          </td>
        )}
      </tr>
    </>
  )
}
