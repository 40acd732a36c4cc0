import { IconChevronRight } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { Skeleton } from '../../parts/Skeleton'
import type { Draft } from './draft'
import classes from './form.module.css'

const MoreFields = lazy(() => import('./MoreFields'))

export interface MoreProps {
  draft: Draft
  onChange: (change: Partial<Draft>) => void
  errors: Record<string, string>
}

/** What most schedules leave as it is. It opens by itself where something in it is wrong. */
export function MoreSection(props: MoreProps) {
  const isWrong = Object.keys(props.errors).some((field) => /^(send|start|end|exclude|on_excluded|policy)/.test(field))
  const [opened, setOpened] = useState(false)
  return (
    <details className={classes.more} open={isWrong || undefined} onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary>
        <IconChevronRight size={14} aria-hidden /> More
        <span className={classes.optional}>conditions, holidays, retries</span>
      </summary>
      {(opened || isWrong) && (
        <Suspense fallback={<Skeleton rows={3} label="Loading the fields" />}>
          <MoreFields {...props} />
        </Suspense>
      )}
    </details>
  )
}
