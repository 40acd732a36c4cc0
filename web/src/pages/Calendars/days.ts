const long = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const month = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' })

/** "Friday 25 December 2026". */
export const longDay = (date: string) => long.format(new Date(`${date}T00:00:00Z`)).replace(',', '')

export const monthName = (year: number, index: number) => month.format(Date.UTC(year, index, 1))

/** The weeks of a month from Monday on; null where another month's day would stand. */
export function weeksOf(year: number, index: number): (string | null)[][] {
  const length = new Date(Date.UTC(year, index + 1, 0)).getUTCDate()
  const lead = (new Date(Date.UTC(year, index, 1)).getUTCDay() + 6) % 7
  const cells: (string | null)[] = Array.from({ length: lead }, () => null)
  for (let day = 1; day <= length; day++) cells.push(`${year}-${String(index + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
  while (cells.length % 7 !== 0) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}
