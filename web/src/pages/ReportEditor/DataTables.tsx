import { Empty } from '../../parts/Empty'
import classes from './editor.module.css'

/** The JSON form of a report: an object per query. */
export interface ReportData {
  queries: Record<string, { columns: { name: string; type: string }[]; rows: unknown[][]; row_count: number }>
}

const most = 100

/** The rows behind the report, query by query. */
export function DataTables({ data }: { data: ReportData }) {
  const queries = Object.entries(data.queries)
  if (queries.length === 0) return <Empty title="This report asks no database">Its text has no query yet.</Empty>
  return (
    <div className={classes.data}>
      {queries.map(([name, query]) => (
        <section key={name} aria-label={`Query ${name}`}>
          <h3>
            <span className="mono">{name}</span>{' '}
            <span className="second small">
              {query.row_count === 1 ? '1 row' : `${query.row_count.toLocaleString('en-GB')} rows`}
              {query.row_count > most && `, the first ${most} shown`}
            </span>
          </h3>
          <div className={classes.scroll} tabIndex={0} role="group" aria-label={`Rows of ${name}`}>
            <table className={classes.dataTable}>
              <thead>
                <tr>
                  {query.columns.map((column) => (
                    <th key={column.name} scope="col" data-number={isNumber(column.type)}>
                      {column.name} <span className={classes.type}>{column.type}</span>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {query.rows.slice(0, most).map((row, index) => (
                  <tr key={index}>
                    {row.map((cell, column) => (
                      <td key={column} data-number={isNumber(query.columns[column]?.type)}>
                        {cell === null ? <span className="second">null</span> : String(cell)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      ))}
    </div>
  )
}

function isNumber(type: string | undefined) {
  return /int|num|dec|real|double|float|money/i.test(type ?? '')
}
