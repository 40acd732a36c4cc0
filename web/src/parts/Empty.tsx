import { IconInbox, type Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './parts.module.css'

interface Props {
  title: string
  children?: ReactNode
  action?: ReactNode
  icon?: Icon
  /** It is all that the page has: the title is the page's heading. */
  page?: boolean
}

/** Nothing there: why, and the one thing to do about it. */
export function Empty({ title, children, action, icon: Mark = IconInbox, page = false }: Props) {
  return (
    <div className={classes.state}>
      <Mark size={28} stroke={1.5} className={classes.quiet} aria-hidden />
      {page ? <h1 className={classes.stateTitle}>{title}</h1> : <p className="strong">{title}</p>}
      {children && <p className={classes.stateText}>{children}</p>}
      {action}
    </div>
  )
}
