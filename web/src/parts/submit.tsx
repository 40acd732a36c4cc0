import { IconAlertTriangle } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { Problem, type FieldError } from '../api/problem'
import classes from './parts.module.css'

/** A change on its way to the server: busy, refused and why, and what is wrong with each field. */
export function useSubmit(act: () => Promise<void>) {
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const running = useRef(false)
  async function run() {
    if (running.current) return
    running.current = true
    setBusy(true)
    setProblem(null)
    try {
      await act()
    } catch (error) {
      setProblem(Problem.of(error))
    } finally {
      running.current = false
      setBusy(false)
    }
  }
  return {
    run,
    busy,
    problem,
    clear: () => setProblem(null),
    /** The words for a field; also for what is below it: dates[3]. */
    errorOf: (field: string) => problem?.errors.find((e) => e.field === field || e.field.startsWith(field + '.') || e.field.startsWith(field + '['))?.message,
  }
}

/** What was refused, all at once. It takes the focus when it appears, so that nobody has to look for it. */
export function ErrorSummary({ problem, labels = {} }: { problem: Problem | null; labels?: Record<string, string> }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (problem) box.current?.focus()
  }, [problem])
  if (!problem) return null
  return (
    <div ref={box} className={classes.notice} data-tone="bad" role="alert" tabIndex={-1}>
      <IconAlertTriangle size={16} aria-hidden />
      <div>
        {problem.errors.length === 0 ? (
          problem.message
        ) : (
          <>
            <span className="strong">{problem.errors.length === 1 ? 'One thing is to be mended:' : `${problem.errors.length} things are to be mended:`}</span>
            <ul style={{ margin: '4px 0 0', paddingLeft: 18 }}>
              {problem.errors.map((error, index) => (
                <li key={index}>{worded(error, labels)}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  )
}

function worded(error: FieldError, labels: Record<string, string>) {
  const label = labels[error.field] ?? labels[error.field.replace(/[.[].*$/, '')]
  return (label ? `${label}: ` : '') + error.message
}
