import classes from './audit.module.css'
import { differencesOf } from './differences'

/** Field by field: what it was, what it is. */
export function Differences({ before, after }: { before: unknown; after: unknown }) {
  const found = differencesOf(before, after)
  if (found.length === 0) return <p className="second">This entry says what happened; nothing was changed.</p>
  return (
    <table className={classes.differences}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {found.map((difference) => (
          <tr key={difference.path}>
            <th scope="row" className="mono">
              {difference.path}
            </th>
            <td>{difference.before === undefined ? <span className="second">—</span> : <del>{difference.before}</del>}</td>
            <td>{difference.after === undefined ? <span className="second">—</span> : <ins>{difference.after}</ins>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
