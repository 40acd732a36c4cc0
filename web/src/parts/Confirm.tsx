import { Button, Modal } from '@mantine/core'
import { useState, type ReactNode } from 'react'

interface Props {
  open: boolean
  title: string
  children: ReactNode
  /** The verb on the button: “Delete 3 schedules”. */
  verb: string
  onConfirm: () => Promise<void>
  onClose: () => void
}

/** Asks before something that cannot be undone, and says what stays. */
export function Confirm({ open, title, children, verb, onConfirm, onClose }: Props) {
  const [busy, setBusy] = useState(false)
  async function confirm() {
    setBusy(true)
    try {
      await onConfirm()
      onClose()
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened={open} onClose={onClose} title={<span className="strong">{title}</span>} closeButtonProps={{ 'aria-label': 'Close' }}>
      {children}
      <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end', marginTop: 20 }}>
        <Button variant="default" onClick={onClose} data-autofocus>
          Keep
        </Button>
        <Button color="bad" loading={busy} onClick={() => void confirm()}>
          {verb}
        </Button>
      </div>
    </Modal>
  )
}
