import type { Run } from '../../api/types'
import { plural } from '../../parts/time'

export interface Why {
  cause: string
  /** What has happened and what has not: what is safe. */
  safe: string
  next: string
  /** The button that helps. */
  action: 'retry' | 'retry-deliveries' | 'approve' | 'edit' | null
}

/** Why a run failed: the cause, what is safe, and the next step. */
export function whyFailed(run: Run): Why | null {
  if (run.status !== 'failed' && run.status !== 'partially_failed') return null
  const failed = run.deliveries.filter((d) => d.status === 'failed')
  const unsure = run.deliveries.filter((d) => d.status === 'unknown')
  const sent = run.deliveries.filter((d) => d.status === 'sent')
  if (run.artifacts.length > 0 || run.deliveries.length > 0) {
    const first = failed[0] ?? unsure[0]
    const cause = first ? `${first.recipient}: ${first.error ?? 'it was not accepted'}` : (run.error ?? 'A delivery was not accepted.')
    const files = run.artifacts.length > 0 ? `The report was made: ${plural(run.artifacts.length, 'file')} to open below.` : 'The report was made.'
    const who = sent.length > 0 ? ` ${plural(sent.length, 'recipient')} ${sent.length === 1 ? 'has' : 'have'} it and will not get it again.` : ' Nobody has got it yet.'
    const doubt = unsure.length > 0 ? ` Of ${plural(unsure.length, 'delivery', 'deliveries')} it is not known whether it arrived; sending again may arrive twice.` : ''
    return {
      cause: failed.length + unsure.length > 1 ? `${cause} (and ${plural(failed.length + unsure.length - 1, 'more', 'more')})` : cause,
      safe: files + who + doubt,
      next: first?.hold === 'approval' ? 'An admin approves or refuses the address on the page Recipients; approving sends what was kept back.' : isAddress(first?.error) ? 'Correct the address in the schedule; then send again what was not delivered.' : 'When the other side is well again, send the same files once more to those who did not get them.',
      action: failed.length + unsure.length > 0 && [...failed, ...unsure].every((d) => d.hold === 'approval') ? 'approve' : 'retry-deliveries',
    }
  }
  const error = run.error ?? 'The server did not say.'
  return {
    cause: error,
    safe: 'No file was made and nothing was sent to anybody.',
    next: nextOf(error),
    action: /owner|give it a new owner/i.test(error) ? 'edit' : 'retry',
  }
}

function isAddress(error: string | null | undefined) {
  return /\b(550|551|553|no such|unknown user|mailbox|address|channel_not_found|not a valid)\b/i.test(error ?? '')
}

function nextOf(error: string) {
  if (/timeout|took longer/i.test(error)) return 'Make the query faster or the timeout in the schedule longer, then retry: the same slot is run again.'
  if (/owner/i.test(error)) return 'Give the schedule an owner who may schedule reports, then retry.'
  if (/filter|parameter/i.test(error)) return 'Mend the filter in the schedule; the next run uses it.'
  if (/connect|unreachable|refused|no route|password|authentication/i.test(error)) return 'Test the data source; when it answers, retry: the same slot is run again.'
  if (/syntax|no such (table|column)|does not exist|column|relation/i.test(error)) return 'Mend the query in the report, then retry: the same slot is run again.'
  return 'Retry runs the same slot again with the same filters; periods do not move.'
}

/** How far an open run is, from how long its schedule's runs take; null where that is not known. Never full before it has ended. */
export function progress(run: Run, now: Date): number | null {
  if (run.status !== 'running' || !run.started_at || !run.expected_seconds) return null
  const gone = (now.getTime() - new Date(run.started_at).getTime()) / 1000
  return Math.max(2, Math.min(95, Math.round((gone / Math.max(run.expected_seconds, 0.5)) * 100)))
}

const triggers: Record<string, string> = { schedule: 'Schedule', manual: 'By hand', process: 'Outside cron', backfill: 'Backfill', retry: 'Retry', test: 'Test' }

/** “Maya, by hand”, “Schedule · attempt 3”. */
export function startedBy(run: Run): string {
  const who = run.requested_by?.name && run.trigger !== 'schedule' ? `${run.requested_by.name}, ${(triggers[run.trigger] ?? run.trigger).toLowerCase()}` : (triggers[run.trigger] ?? run.trigger)
  return run.attempt > 1 ? `${who} · attempt ${run.attempt}` : who
}
