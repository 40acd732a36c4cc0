import { IconAlertTriangle, IconCheck, IconClock, IconMinus } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { api, ask } from '../../api/client'
import type { components } from '../../api/schema'
import { Dialog } from '../../parts/Dialog'
import { useSubmit } from '../../parts/submit'
import { Tag, type Tone } from '../../parts/Tag'
import { channels } from './choices'
import classes from './notify.module.css'

type Tested = components['schemas']['TestNotificationWire']['channels'][number]

const looks: Record<string, { tone: Tone; icon: typeof IconCheck; word: string }> = {
  sent: { tone: 'ok', icon: IconCheck, word: 'sent' },
  failed: { tone: 'bad', icon: IconAlertTriangle, word: 'failed' },
  unknown: { tone: 'warn', icon: IconAlertTriangle, word: 'uncertain' },
  pending: { tone: 'info', icon: IconClock, word: 'on its way' },
  unavailable: { tone: 'quiet', icon: IconMinus, word: 'not set up' },
}

/** Sends a test by every way there is, and says how each went. */
export default function SendTest({ onClose }: { onClose: () => void }) {
  const [tested, setTested] = useState<Tested[] | null>(null)
  const send = useSubmit(async () => setTested((await ask(api.POST('/api/v1/notification-settings/test', { body: {} }))).channels))
  const started = useRef(false)
  useEffect(() => {
    if (started.current) return
    started.current = true
    void send.run()
  })
  return (
    <Dialog title="A test to you" opened onClose={onClose} problem={send.problem}>
      {send.busy && <p role="status">Sending by every way that is set up…</p>}
      {tested && (
        <ul className={classes.tested} role="status">
          {tested.map((one) => {
            const look = looks[one.status] ?? looks.unknown!
            return (
              <li key={one.channel}>
                <span className="strong">{channels.find((c) => c.name === one.channel)?.label ?? one.channel}</span>
                <Tag tone={look.tone} icon={look.icon}>
                  {look.word}
                </Tag>
                <span className="second small">{one.why ?? one.address}</span>
              </li>
            )
          })}
        </ul>
      )}
    </Dialog>
  )
}
