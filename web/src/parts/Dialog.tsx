import { Button, Modal } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import type { Problem } from '../api/problem'
import classes from './dialog.module.css'
import { ErrorSummary } from './submit'

interface Props {
  title: string
  opened: boolean
  onClose: () => void
  children: ReactNode
  /** What the button does, as a verb: "Add member". */
  action?: string
  tone?: 'accent' | 'bad'
  onSubmit?: () => void
  busy?: boolean
  problem?: Problem | null
  /** Words for the fields that an error may name. */
  labels?: Record<string, string>
  size?: string
  cancel?: string
}

/** A question over the page: fields or a warning, one button that does it, and one that does not. */
export function Dialog({ title, opened, onClose, children, action, tone = 'accent', onSubmit, busy, problem = null, labels, size = 'md', cancel = 'Cancel' }: Props) {
  function submit(event: FormEvent) {
    event.preventDefault()
    onSubmit?.()
  }
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={size} closeButtonProps={{ 'aria-label': 'Close' }} classNames={{ title: classes.title }}>
      <form onSubmit={submit} noValidate className={classes.form}>
        <ErrorSummary problem={problem} labels={labels} />
        {children}
        <div className={classes.foot}>
          <Button variant="default" onClick={onClose}>
            {action ? cancel : 'Close'}
          </Button>
          {action && (
            <Button type="submit" color={tone} loading={busy}>
              {action}
            </Button>
          )}
        </div>
      </form>
    </Modal>
  )
}
