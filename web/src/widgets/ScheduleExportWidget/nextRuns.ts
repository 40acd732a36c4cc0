import type { Occurrence } from '../../api/types'

export interface NextRun {
  at: string
  day: string
  time: string
  utc: string
  /** What daylight saving or a holiday does to it. */
  note: string | null
}

/** The coming runs as rows: the day and time on the wall, in UTC, and what the clocks do between them. */
export function nextRuns(occurrences: Occurrence[]): NextRun[] {
  return occurrences.map((slot, index) => {
    const before = occurrences[index - 1]
    const changed = before !== undefined && before.offset !== slot.offset
    const time = clock(slot.local)
    const clocks = changed ? `Clocks change: UTC${short(before.offset)} → UTC${short(slot.offset)}${clock(before.local) === time ? `, still ${time} local` : ''}` : null
    return { at: slot.at, day: day(slot.local), time, utc: `${slot.at.slice(11, 16)} UTC`, note: slot.note ?? clocks }
  })
}

const clock = (local: string) => (local.slice(17, 19) === '00' ? local.slice(11, 16) : local.slice(11, 19))

/** “+02:00” as “+2”, “+05:30” as it is. */
function short(offset: string) {
  const [hours = '', minutes = '00'] = offset.split(':')
  const whole = `${hours[0]}${Number(hours.slice(1))}`
  return minutes === '00' ? whole : `${whole}:${minutes}`
}

/** The date of the wall clock, read as it stands. */
function day(local: string) {
  const date = new Date(local.slice(0, 10) + 'T00:00:00Z')
  const year = date.getUTCFullYear() !== new Date().getUTCFullYear()
  return new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', ...(year && { year: 'numeric' }), timeZone: 'UTC' }).format(date).replace(',', '')
}
