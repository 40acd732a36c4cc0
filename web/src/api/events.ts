import { session } from './session'
import type { Change } from './types'

export interface ServerEvent {
  id: string | null
  type: string
  data: string
}

/** Reads server-sent events out of the pieces of text that a connection brings. */
export class EventReader {
  private rest = ''
  private event: ServerEvent = { id: null, type: 'message', data: '' }
  lastId: string | null = null

  read(text: string): ServerEvent[] {
    const found: ServerEvent[] = []
    const lines = (this.rest + text).split(/\r\n|\n|\r/)
    this.rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line === '') {
        if (this.event.data !== '' || this.event.type !== 'message') found.push({ ...this.event, id: this.lastId })
        this.event = { id: null, type: 'message', data: '' }
        continue
      }
      const colon = line.indexOf(':')
      const field = colon < 0 ? line : line.slice(0, colon)
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
      if (field === 'event') this.event.type = value
      else if (field === 'data') this.event.data += (this.event.data ? '\n' : '') + value
      else if (field === 'id') this.lastId = value
    }
    return found
  }
}

interface Following {
  onChanges: (changes: Change[]) => void
  /** Something may have been missed: everything is to be read again. */
  onReset: () => void
  onState: (live: boolean) => void
}

const shortest = 1_000
const longest = 30_000

/** Follows the workspace until it is stopped; goes on where it was after a break. `fetch`, not EventSource: that can send no headers. */
export function follow({ onChanges, onReset, onState }: Following): () => void {
  const stopping = new AbortController()
  const reader = { lastId: null as string | null }
  void (async () => {
    let wait = shortest
    while (!stopping.signal.aborted) {
      try {
        await listen(reader, stopping.signal, onChanges, onReset, () => {
          wait = shortest
          onState(true)
        })
      } catch {
        // Whatever broke the connection, it is tried again below.
      }
      if (stopping.signal.aborted) return
      onState(false)
      await pause(wait * (0.75 + Math.random() / 2), stopping.signal)
      wait = Math.min(longest, wait * 2)
    }
  })()
  return () => stopping.abort()
}

async function listen(reader: { lastId: string | null }, signal: AbortSignal, onChanges: Following['onChanges'], onReset: () => void, onOpen: () => void) {
  const headers: Record<string, string> = { Accept: 'text/event-stream' }
  if (session.workspace) headers['X-Workspace'] = session.workspace
  if (reader.lastId) headers['Last-Event-ID'] = reader.lastId
  const answer = await fetch('/api/v1/events', { headers, signal, credentials: 'same-origin', cache: 'no-store' })
  if (answer.status === 401) session.ended()
  if (!answer.ok || !answer.body) throw new Error(`events: ${answer.status}`)
  onOpen()
  const events = new EventReader()
  const text = answer.body.pipeThrough(new TextDecoderStream()).getReader()
  for (;;) {
    const { done, value } = await text.read()
    if (done) return
    const found = events.read(value)
    if (events.lastId) reader.lastId = events.lastId
    if (found.some((e) => e.type === 'reset')) onReset()
    const changes = found.filter((e) => e.type === 'change').map((e) => JSON.parse(e.data) as Change)
    if (changes.length > 0) onChanges(changes)
  }
}

function pause(time: number, signal: AbortSignal) {
  return new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, time)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
