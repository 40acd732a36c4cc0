import { Button } from '@mantine/core'
import type { Ref } from 'react'
import type { Problem } from '../../api/problem'
import { fieldId, fieldLabel, fieldOf } from './errors'
import classes from './form.module.css'

interface Props {
  ref: Ref<HTMLDivElement>
  problem: Problem
  saving: boolean
  onReload: () => void
}

/** All that is wrong, in one place that takes the focus; each line leads to its field. */
export function ErrorSummary({ ref, problem, saving, onReload }: Props) {
  const stale = problem.status === 412
  return (
    <div ref={ref} className={classes.summary} role="alert" tabIndex={-1}>
      <h3>{stale ? 'Somebody else has changed this schedule' : problem.errors.length > 1 ? `${problem.errors.length} things are not right yet` : saving ? 'Not saved' : 'Not right yet'}</h3>
      {problem.errors.length === 0 && <p>{stale ? 'Read it again to see what it is now; what you typed here is lost then.' : problem.message}</p>}
      {stale && (
        <Button variant="default" size="xs" mt={8} onClick={onReload}>
          Read it again
        </Button>
      )}
      {problem.errors.length > 0 && (
        <ul>
          {problem.errors.map((error) => (
            <li key={error.field + error.message}>
              <a
                href={`#${fieldId(fieldOf(error.field))}`}
                onClick={(event) => {
                  event.preventDefault()
                  goTo(fieldOf(error.field))
                }}
              >
                <b>{fieldLabel(fieldOf(error.field))}:</b> {error.message}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** To the field, or to what it is part of; what is folded up opens. */
function goTo(field: string) {
  const parts = field.split('.')
  for (let count = parts.length; count > 0; count--) {
    const target = document.getElementById(fieldId(parts.slice(0, count).join('.')))
    if (!target) continue
    target.closest('details')?.setAttribute('open', '')
    target.focus()
    target.scrollIntoView({ block: 'center' })
    return
  }
}
