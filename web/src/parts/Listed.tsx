import { Button } from '@mantine/core'
import { IconRefreshAlert } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Pages } from '../api/paging'
import type { Problem } from '../api/problem'
import classes from './parts.module.css'
import { Skeleton } from './Skeleton'
import { Trouble } from './Trouble'

interface Props<T> {
  list: Pages<T>
  /** What is loaded, for screen readers: "Loading members". */
  label: string
  /** Shown in place of the rows where there are none. */
  empty: ReactNode
  children: (items: T[]) => ReactNode
}

/** The states that every list has: on its way, refused, empty, not up to date, and with more to come. */
export function Listed<T>({ list, label, empty, children }: Props<T>) {
  if (list.items === undefined) return list.problem ? <Trouble problem={list.problem} onRetry={list.again} /> : <Skeleton label={label} />
  return (
    <>
      {list.problem && <Stale problem={list.problem} onRetry={list.again} />}
      {list.items.length === 0 ? empty : children(list.items)}
      {list.hasMore && (
        <div style={{ padding: '12px 16px', borderTop: '1px solid var(--bs-line)' }}>
          <Button variant="default" loading={list.isLoadingMore} onClick={list.more}>
            Show more
          </Button>
        </div>
      )}
    </>
  )
}

/** What is shown was right a while ago; asking again did not work. */
export function Stale({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  return (
    <div className={classes.notice} data-tone="warn" role="status" style={{ margin: '0 16px 12px', alignItems: 'center' }}>
      <IconRefreshAlert size={16} aria-hidden />
      <span style={{ flex: 1 }}>This is not up to date. {problem.message}</span>
      <Button variant="default" size="compact-sm" onClick={onRetry}>
        Try again
      </Button>
    </div>
  )
}
