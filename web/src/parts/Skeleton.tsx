import { useEffect, useState } from 'react'
import classes from './parts.module.css'

/** Grey lines in the shape of what comes, only when it takes longer than a blink. */
export function Skeleton({ rows = 5, label = 'Loading' }: { rows?: number; label?: string }) {
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 200)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className={classes.skeleton} aria-busy="true" data-shown={shown}>
      <span className="unseen" role="status">
        {shown ? `${label}…` : ''}
      </span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={classes.skeletonRow} aria-hidden>
          <span style={{ width: `${34 - ((row * 7) % 12)}%` }} />
          <span style={{ width: `${18 + ((row * 5) % 9)}%` }} />
          <span style={{ width: '12%' }} />
        </div>
      ))}
    </div>
  )
}
