import { Button } from '@mantine/core'
import { IconAlertTriangle, IconLock, IconPlugConnectedX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Problem } from '../api/problem'
import classes from './parts.module.css'

interface Props {
  problem: Problem
  title?: string
  onRetry?: () => void
  action?: ReactNode
  /** It is all that the page has: the title is the page's heading. */
  page?: boolean
}

/** A widget that could not be filled: the cause, and what to do. */
export function Trouble({ problem, title, onRetry, action, page = false }: Props) {
  const forbidden = problem.status === 403
  const Icon = forbidden ? IconLock : problem.status === 0 ? IconPlugConnectedX : IconAlertTriangle
  const words = title ?? (forbidden ? 'You may not see this' : 'This could not be loaded')
  return (
    <div className={classes.state} role="alert">
      <Icon size={28} stroke={1.5} className={forbidden ? classes.quiet : classes.badIcon} aria-hidden />
      {page ? <h1 className={classes.stateTitle}>{words}</h1> : <p className="strong">{words}</p>}
      <p className={classes.stateText}>{problem.message}</p>
      {action ?? (onRetry && !forbidden && (
        <Button variant="default" onClick={onRetry}>
          Try again
        </Button>
      ))}
    </div>
  )
}
