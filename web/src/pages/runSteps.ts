import type { Run } from '../api/types'
import { bytes, duration, number, plural, seconds } from '../parts/time'
import { statusWord, type Tone } from '../parts/Status'
import { valueText } from '../widgets/ScheduleExportWidget/draft'

export interface Step {
  title: string
  detail: string | null
  took: string
  tone: Tone
}

/** The way of a run: queue, query and render, then each recipient. */
export function timeline(run: Run, now: Date): Step[] {
  const waited = seconds(run.queued_at, run.started_at ?? run.finished_at ?? now)
  const steps: Step[] = [
    { title: 'Queued', detail: run.attempt > 1 ? `This is attempt ${run.attempt}.${run.error && !run.finished_at ? ` The one before said: ${run.error}` : ''}` : null, took: waited === null ? '' : duration(waited), tone: run.started_at || run.finished_at ? 'ok' : 'quiet' },
  ]
  if (!run.started_at) {
    if (run.finished_at) steps.push({ title: statusWord(run.status), detail: run.reason ?? run.error, took: '', tone: toneOf(run.status) })
    return steps
  }
  const made = run.artifacts.length > 0 || run.deliveries.length > 0 || run.rows !== null
  const rendered = made || run.status === 'succeeded' || run.status === 'skipped'
  const lastSent = run.deliveries.map((d) => d.sent_at).filter(Boolean).sort()[0]
  const made_at = run.deliveries.length > 0 ? (lastSent ?? run.finished_at) : run.finished_at
  const took = seconds(run.started_at, rendered ? made_at : (run.finished_at ?? now))
  steps.push({
    title: 'Query and render',
    detail: rendered
      ? `${run.rows === null || run.rows === undefined ? '' : plural(run.rows, 'row')}${run.artifacts.length > 0 ? `, ${plural(run.artifacts.length, 'file')}, ${bytes(run.artifacts.reduce((sum, a) => sum + a.bytes, 0))}` : ''}`.replace(/^, /, '')
      : run.finished_at
        ? (run.error ?? run.reason)
        : 'Reading the data and making the files.',
    took: took === null ? '' : duration(took),
    tone: rendered ? 'ok' : run.finished_at ? toneOf(run.status) : 'info',
  })
  for (const delivery of run.deliveries) {
    steps.push({
      title: `To ${delivery.recipient}`,
      detail: delivery.error ?? (delivery.status === 'pending' ? 'On its way.' : null),
      took: statusWord(deliveryState(delivery)),
      tone: delivery.status === 'pending' ? 'info' : toneOf(deliveryState(delivery)),
    })
  }
  if (run.finished_at) steps.push({ title: statusWord(run.status), detail: run.status === 'skipped' ? run.reason : null, took: duration(seconds(run.started_at, run.finished_at) ?? 0), tone: toneOf(run.status) })
  return steps
}

/** Its status, or that an admin has yet to let it go: nothing is broken then, and trying again helps nobody. */
export const deliveryState = (delivery: Run['deliveries'][number]) => (delivery.status === 'failed' && delivery.hold === 'approval' ? 'awaiting_approval' : delivery.status)

export function toneOf(status: string): Tone {
  if (status === 'succeeded' || status === 'sent') return 'ok'
  if (status === 'failed') return 'bad'
  if (['partially_failed', 'unknown', 'awaiting_approval'].includes(status)) return 'warn'
  return status === 'running' ? 'info' : 'quiet'
}

export const filterRows = (run: Run): [string, string][] => Object.entries(run.filters).map(([name, value]) => [name.replaceAll('_', ' '), valueText(value)])

export interface Beside {
  what: string
  before: string
  now: string
  change: string | null
}

/** What is other than in the run before, and by how much. */
export function runDifferences(run: Run, previous: Run): Beside[] {
  const rows: Beside[] = [
    { what: 'Result', before: statusWord(previous.status), now: statusWord(run.status), change: null },
    { what: 'Rows', before: count(previous.rows), now: count(run.rows), change: percent(previous.rows, run.rows) },
    { what: 'Took', before: tookText(previous), now: tookText(run), change: percent(took(previous), took(run)) },
    { what: 'Size', before: bytes(size(previous)), now: bytes(size(run)), change: percent(size(previous), size(run)) },
  ]
  for (const name of new Set([...Object.keys(previous.filters), ...Object.keys(run.filters)])) {
    const [before, now] = [valueText(previous.filters[name]), valueText(run.filters[name])]
    if (before !== now) rows.push({ what: name.replaceAll('_', ' '), before: before || 'none', now: now || 'none', change: null })
  }
  if (previous.template_version !== run.template_version) rows.push({ what: 'Report version', before: count(previous.template_version), now: count(run.template_version), change: null })
  return rows
}

const count = (value: number | null | undefined) => (value === null || value === undefined ? '—' : number(value))
const took = (run: Run) => seconds(run.started_at, run.finished_at)
const tookText = (run: Run) => {
  const value = took(run)
  return value === null ? '—' : duration(value)
}
const size = (run: Run) => run.artifacts.reduce((sum, a) => sum + a.bytes, 0)

/** “+12 %”; nothing where there is nothing to compare or no difference to speak of. */
export function percent(before: number | null | undefined, now: number | null | undefined): string | null {
  if (!before || now === null || now === undefined) return null
  const change = Math.round((now / before - 1) * 100)
  return change === 0 ? null : `${change > 0 ? '+' : '−'}${Math.abs(change)} %`
}
