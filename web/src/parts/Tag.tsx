import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './parts.module.css'

export type Tone = 'ok' | 'bad' | 'warn' | 'info' | 'quiet'

/** A state: an icon and a word, whose colour only helps. */
export function Tag({ tone = 'quiet', icon: Mark, children }: { tone?: Tone; icon?: Icon; children: ReactNode }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {Mark && <Mark size={14} stroke={2} aria-hidden />}
      {children}
    </span>
  )
}
