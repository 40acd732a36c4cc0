import { useId, type ReactNode } from 'react'
import classes from './parts.module.css'

interface Props {
  title: ReactNode
  /** How many, beside the title. */
  count?: number | string
  aside?: ReactNode
  children: ReactNode
  id?: string
  /** What the region is called where the title is not only text. */
  label?: string
  /** Lies edge to edge: a table. */
  flush?: boolean
  level?: 2 | 3
}

/** A panel of a page with its own heading: a region that screen readers can go to. */
export function Card({ title, count, aside, children, id, label, flush, level = 2 }: Props) {
  const titleId = useId()
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section className={classes.card} id={id} {...(label ? { 'aria-label': label } : { 'aria-labelledby': titleId })}>
      <header className={classes.cardHead}>
        <Heading id={titleId}>
          {title}
          {count !== undefined && <span className={classes.count}> {count}</span>}
        </Heading>
        {aside && <div className={classes.cardAside}>{aside}</div>}
      </header>
      <div className={flush ? classes.cardFlush : classes.cardBody}>{children}</div>
    </section>
  )
}
