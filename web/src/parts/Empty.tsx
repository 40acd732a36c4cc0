import { IconInbox, type Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './parts.module.css'

/** Nothing there: why, and the one thing to do about it. */
export function Empty({ title, children, action, icon: Mark = IconInbox }: { title: string; children?: ReactNode; action?: ReactNode; icon?: Icon }) {
  return (
    <div className={classes.state}>
      <Mark size={28} stroke={1.5} className={classes.quiet} aria-hidden />
      <p className="strong">{title}</p>
      {children && <p className={classes.stateText}>{children}</p>}
      {action}
    </div>
  )
}
