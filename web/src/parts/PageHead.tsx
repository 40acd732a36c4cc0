import { useEffect, useRef, type ReactNode } from 'react'
import classes from './parts.module.css'

/** The page's heading. It takes the focus when the page is gone to, so that a screen reader begins here, and names the document. */
export function PageHead({ title, children, action, above }: { title: string; children?: ReactNode; action?: ReactNode; above?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · Broadsheet`
  }, [title])
  useEffect(() => {
    // After the browser has drawn: to take the focus sooner, it would lay out the page an additional time.
    let timer: ReturnType<typeof setTimeout>
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => {
        if (document.activeElement === document.body || document.activeElement?.closest('nav')) heading.current?.focus({ preventScroll: true })
      })
    })
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    }
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
