import { ActionIcon, Popover, Tooltip } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { Problem } from '../../api/problem'
import { announce } from '../../app/announce'
import { refused } from '../../app/toast'
import { Empty } from '../../parts/Empty'
import { Link } from '../../parts/Link'
import { Moment } from '../../parts/Moment'
import { Skeleton } from '../../parts/Skeleton'
import { Trouble } from '../../parts/Trouble'
import { EventMark } from './EventMark'
import { targetOf, useMarkRead, useUnread } from './inbox'
import classes from './notifications.module.css'

/** In the shell: how many messages wait, and the newest of them. */
export function Bell() {
  const [open, setOpen] = useState(false)
  const query = useUnread()
  const mark = useMarkRead()
  const messages = query.data?.items ?? []
  const count = messages.length
  const more = query.data?.next_cursor != null
  const words = count === 0 ? 'Notifications' : `Notifications, ${count}${more ? ' or more' : ''} unread`
  useSaid(query.data ? count : null)
  const read = (id: string) => {
    setOpen(false)
    mark([id]).catch((error: unknown) => refused(error, 'Not marked as read'))
  }
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={360} trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={words} disabled={open}>
          <ActionIcon className={classes.bell} aria-label={words} onClick={() => setOpen(!open)}>
            <IconBell size={18} stroke={1.7} />
            {count > 0 && (
              <span className={classes.unread} aria-hidden>
                {more ? '9+' : count}
              </span>
            )}
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown className={classes.drop} aria-label="Unread notifications">
        <div className={classes.dropHead}>
          <h2>Unread</h2>
          {count > 0 && <span className="second small">{more ? 'the newest ten' : count}</span>}
        </div>
        {query.isPending ? (
          <Skeleton rows={3} label="Loading messages" />
        ) : query.isError && !query.data ? (
          <Trouble problem={Problem.of(query.error)} onRetry={() => void query.refetch()} />
        ) : count === 0 ? (
          <Empty title="You have read everything" icon={IconBell} />
        ) : (
          <ul className={classes.dropList}>
            {messages.map((message) => (
              <li key={message.id}>
                <EventMark event={message.event} />
                <div>
                  <Link to={targetOf(message) ?? '/settings/notifications'} onClick={() => read(message.id)}>
                    {message.subject}
                  </Link>
                  <div className="second small">
                    <Moment at={message.created_at} />
                  </div>
                </div>
              </li>
            ))}
          </ul>
        )}
        <div className={classes.dropFoot}>
          <Link to="/settings/notifications" onClick={() => setOpen(false)}>
            Inbox and settings
          </Link>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

/** Says that something came, not how many there were when the page was opened. */
function useSaid(count: number | null) {
  const before = useRef(count)
  useEffect(() => {
    if (count !== null && before.current !== null && count > before.current) announce('A new notification has come.')
    before.current = count
  }, [count])
}
