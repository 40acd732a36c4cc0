import classes from './calendars.module.css'
import { monthName, weeksOf } from './days'

const letters = [
  ['M', 'Monday'],
  ['T', 'Tuesday'],
  ['W', 'Wednesday'],
  ['T', 'Thursday'],
  ['F', 'Friday'],
  ['S', 'Saturday'],
  ['S', 'Sunday'],
] as const

/** Twelve months; the days left out stand out, and say their names. */
export function Year({ year, days }: { year: number; days: { date: string; name: string }[] }) {
  const names = new Map(days.map((day) => [day.date, day.name]))
  return (
    <div className={classes.year}>
      {Array.from({ length: 12 }, (_, index) => (
        <table key={index} className={classes.month}>
          <caption>{monthName(year, index)}</caption>
          <thead>
            <tr>
              {letters.map(([letter, word], at) => (
                <th key={at} scope="col" abbr={word}>
                  {letter}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeksOf(year, index).map((week, row) => (
              <tr key={row}>
                {week.map((date, at) => {
                  const name = date ? names.get(date) : undefined
                  return (
                    <td key={at} data-off={name !== undefined} data-weekend={at > 4} title={name}>
                      {date && Number(date.slice(8))}
                      {name && <span className="unseen"> {name}</span>}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  )
}
