import { IconAlertTriangle, IconBan, IconCheck, IconClock, IconCircleDashed, IconLoader2, IconPlayerPause, IconPlayerSkipForward, IconQuestionMark, IconX, type Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './parts.module.css'

export type Tone = 'ok' | 'bad' | 'warn' | 'info' | 'quiet'

const known: Record<string, { word: string; tone: Tone; icon: Icon }> = {
  succeeded: { word: 'Succeeded', tone: 'ok', icon: IconCheck },
  partially_failed: { word: 'Partly failed', tone: 'warn', icon: IconAlertTriangle },
  failed: { word: 'Failed', tone: 'bad', icon: IconX },
  running: { word: 'Running', tone: 'info', icon: IconLoader2 },
  queued: { word: 'Queued', tone: 'quiet', icon: IconClock },
  skipped: { word: 'Skipped', tone: 'quiet', icon: IconPlayerSkipForward },
  cancelled: { word: 'Cancelled', tone: 'quiet', icon: IconBan },
  sent: { word: 'Sent', tone: 'ok', icon: IconCheck },
  pending: { word: 'Pending', tone: 'quiet', icon: IconClock },
  awaiting_approval: { word: 'Waits for approval', tone: 'warn', icon: IconClock },
  unknown: { word: 'Unknown', tone: 'warn', icon: IconQuestionMark },
  paused: { word: 'Paused', tone: 'quiet', icon: IconPlayerPause },
  failing: { word: 'Failing', tone: 'bad', icon: IconAlertTriangle },
  never_ran: { word: 'Never ran', tone: 'quiet', icon: IconCircleDashed },
  ok: { word: 'On time', tone: 'ok', icon: IconCheck },
}

export const statusWord = (status: string) => known[status]?.word ?? status

/** A state as icon and word. */
export function Status({ of, children }: { of: string; children?: ReactNode }) {
  const { word, tone, icon: Mark } = known[of] ?? { word: of, tone: 'quiet' as Tone, icon: IconQuestionMark }
  return (
    <span className={classes.badge} data-tone={tone}>
      <Mark size={14} stroke={2.2} aria-hidden className={of === 'running' ? classes.spin : undefined} />
      {children ?? word}
    </span>
  )
}
