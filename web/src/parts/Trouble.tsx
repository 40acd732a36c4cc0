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
}

/** A widget that could not be filled: the cause, and what to do. */
export function Trouble({ problem, title, onRetry, action }: Props) {
  const forbidden = problem.status === 403
  const Icon = forbidden ? IconLock : problem.status === 0 ? IconPlugConnectedX : IconAlertTriangle
  return (
    <div className={classes.state} role="alert">
      <Icon size={28} stroke={1.5} className={forbidden ? classes.quiet : classes.badIcon} aria-hidden />
      <p className="strong">{title ?? (forbidden ? 'You may not see this' : 'This could not be loaded')}</p>
      <p className={classes.stateText}>{problem.message}</p>
      {action ?? (onRetry && !forbidden && (
        <Button variant="default" onClick={onRetry}>
          Try again
        </Button>
      ))}
    </div>
  )
}
