import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './parts.module.css'

const icons = { info: IconInfoCircle, warn: IconAlertTriangle, bad: IconAlertTriangle, ok: IconCircleCheck }

/** A sentence or two that matter here. */
export function Notice({ tone = 'info', children }: { tone?: keyof typeof icons; children: ReactNode }) {
  const Mark = icons[tone]
  return (
    <div className={classes.notice} data-tone={tone}>
      <Mark size={16} aria-hidden />
      <div>{children}</div>
    </div>
  )
}
