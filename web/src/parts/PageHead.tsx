import { useEffect, useRef, type ReactNode } from 'react'
import classes from './parts.module.css'

/** The page's heading. It takes the focus when the page is gone to, so that a screen reader begins here, and names the document. */
export function PageHead({ title, children, action, above }: { title: string; children?: ReactNode; action?: ReactNode; above?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · Broadsheet`
  }, [title])
  useEffect(() => {
    if (document.activeElement === document.body || document.activeElement?.closest('nav')) heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div className={classes.pageHead}>
      <div>
        {above}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children && <div className={classes.pageSub}>{children}</div>}
      </div>
      {action && <div className={classes.pageAction}>{action}</div>}
    </div>
  )
}
