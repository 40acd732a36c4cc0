import { Button } from '@mantine/core'
import { IconDownload, IconInbox, IconMailOpened } from '@tabler/icons-react'
import { api, ask } from '../../api/client'
import { usePages } from '../../api/paging'
import { refused } from '../../app/toast'
import { useUrlState } from '../../app/url'
import { Card } from '../../parts/Card'
import { Empty } from '../../parts/Empty'
import { Link } from '../../parts/Link'
import { Listed } from '../../parts/Listed'
import { Moment } from '../../parts/Moment'
import parts from '../../parts/parts.module.css'
import { useRowKeys } from '../../parts/rows'
import { EventMark } from './EventMark'
import { targetOf, useMarkRead, type Message } from './inbox'
import classes from './notifications.module.css'

/** One's messages, newest first, with the files that came with them. */
export function InboxCard() {
  const [url, setUrl] = useUrlState()
  const only = url.show === 'unread'
  const list = usePages(['notifications', 'list', only], (cursor) => ask(api.GET('/api/v1/notifications', { params: { query: { limit: '20', cursor, unread: only ? 'true' : undefined } } })))
  const mark = useMarkRead()
  const box = useRowKeys()
  const unread = list.items?.filter((message) => message.read_at === null) ?? []
  const read = (ids: string[]) => mark(ids).catch((error: unknown) => refused(error, 'Not marked as read'))
  return (
    <Card
      title="Inbox"
      flush
      aside={
        <>
          {unread.length > 0 && (
            <Button variant="default" size="compact-md" leftSection={<IconMailOpened size={14} />} onClick={() => void read(unread.map((message) => message.id))}>
              Mark all read
            </Button>
          )}
          <div className={parts.segments} role="group" aria-label="Which messages">
            <button type="button" aria-pressed={!only} onClick={() => setUrl({ show: undefined })}>
              All
            </button>
            <button type="button" aria-pressed={only} onClick={() => setUrl({ show: 'unread' })}>
              Unread
            </button>
          </div>
        </>
      }
    >
      <div ref={box}>
        <Listed
          list={list}
          label="Loading messages"
          empty={
            only ? (
              <Empty title="You have read everything" icon={IconMailOpened} action={<Button variant="default" onClick={() => setUrl({ show: undefined })}>Show all</Button>} />
            ) : (
              <Empty title="Nothing has come yet" icon={IconInbox}>
                Reports that are sent to your inbox, and what happens to your schedules, come here.
              </Empty>
            )
          }
        >
          {(messages) => (
            <ul className={classes.messages}>
              {messages.map((message) => (
                <MessageItem key={message.id} message={message} onRead={() => void read([message.id])} />
              ))}
            </ul>
          )}
        </Listed>
      </div>
    </Card>
  )
}

function MessageItem({ message, onRead }: { message: Message; onRead: () => void }) {
  const target = targetOf(message)
  const isUnread = message.read_at === null
  return (
    <li className={classes.message} data-unread={isUnread} data-row tabIndex={-1}>
      <EventMark event={message.event} />
      <div className={classes.messageBody}>
        <div className={classes.subject}>
          {isUnread && <span className={classes.dot} aria-hidden />}
          {target ? (
            <Link to={target} onClick={() => isUnread && onRead()}>
              {message.subject}
            </Link>
          ) : (
            <span className="strong">{message.subject}</span>
          )}
          {isUnread && <span className="unseen">, unread</span>}
        </div>
        <details className={classes.text} onToggle={(event) => event.currentTarget.open && isUnread && onRead()}>
          <summary>{firstLine(message.text)}</summary>
          <p>{message.text}</p>
        </details>
        {message.artifacts.length > 0 && (
          <div className={classes.files}>
            {message.artifacts.map((file) => (
              <a key={file.id} href={`/api/v1/reports/artifacts/${file.id}`} download={file.file_name}>
                <IconDownload size={14} aria-hidden /> {file.file_name}
              </a>
            ))}
          </div>
        )}
      </div>
      <div className={classes.when}>
        <Moment at={message.created_at} />
        {isUnread && (
          <Button variant="default" size="compact-xs" onClick={onRead} aria-label={`Mark read: ${message.subject}`}>
            Mark read
          </Button>
        )}
      </div>
    </li>
  )
}

function firstLine(text: string) {
  const line = text.split('\n').find((l) => l.trim() !== '') ?? 'The whole message'
  return line.length > 140 ? line.slice(0, 139) + '…' : line
}
