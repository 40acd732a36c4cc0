import { IconAlertTriangle, IconCheck, IconClockExclamation, IconFileText, IconHeartbeat, IconPlayerPause, IconUserQuestion, type Icon } from '@tabler/icons-react'
import classes from './notifications.module.css'

const marks: Record<string, { icon: Icon; tone: string; word: string }> = {
  fails: { icon: IconAlertTriangle, tone: 'bad', word: 'Failed' },
  late: { icon: IconClockExclamation, tone: 'warn', word: 'Late' },
  missed: { icon: IconClockExclamation, tone: 'bad', word: 'Missed' },
  recovers: { icon: IconHeartbeat, tone: 'ok', word: 'Recovered' },
  succeeds: { icon: IconCheck, tone: 'ok', word: 'Succeeded' },
  paused: { icon: IconPlayerPause, tone: 'quiet', word: 'Paused' },
  approval: { icon: IconUserQuestion, tone: 'info', word: 'Waits for approval' },
}
const report = { icon: IconFileText, tone: 'info', word: 'Report' }

/** What a message is about. */
export function EventMark({ event }: { event: string | null }) {
  const { icon: Mark, tone, word } = (event && marks[event]) || report
  return (
    <span className={classes.mark} data-tone={tone}>
      <Mark size={18} stroke={1.7} aria-hidden />
      <span className="unseen">{word}</span>
    </span>
  )
}
