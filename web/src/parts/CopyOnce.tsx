import { Button, CopyButton, TextInput } from '@mantine/core'
import { IconCheck, IconCopy, IconEyeOff } from '@tabler/icons-react'
import classes from './parts.module.css'

/** Something that is shown once and never again, with a way to take it along. */
export function CopyOnce({ label, value, children }: { label: string; value: string; children: string }) {
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      <div className={classes.notice} data-tone="warn">
        <IconEyeOff size={16} aria-hidden />
        <span>{children}</span>
      </div>
      <TextInput label={label} value={value} readOnly onFocus={(event) => event.currentTarget.select()} data-autofocus classNames={{ input: 'mono' }} />
      <CopyButton value={value} timeout={3_000}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy} leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />} style={{ justifySelf: 'start' }}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}
