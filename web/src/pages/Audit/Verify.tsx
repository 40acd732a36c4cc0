import { Button } from '@mantine/core'
import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import type { components } from '../../api/schema'
import { CopyOnce } from '../../parts/CopyOnce'
import { Dialog } from '../../parts/Dialog'
import { exactly } from '../../parts/Moment'
import parts from '../../parts/parts.module.css'
import { useSubmit } from '../../parts/submit'

/** Recomputes the chain: whether the log is as it was written. */
export function Verify() {
  const [open, setOpen] = useState(false)
  const [verdict, setVerdict] = useState<components['schemas']['AuditVerdict'] | null>(null)
  const check = useSubmit(async () => setVerdict(await ask(api.GET('/api/v1/audit/verify'))))
  function start() {
    setOpen(true)
    setVerdict(null)
    void check.run()
  }
  return (
    <>
      <Button variant="default" leftSection={<IconShieldCheck size={16} />} onClick={start}>
        Verify
      </Button>
      <Dialog title="Is the log as it was written?" opened={open} onClose={() => setOpen(false)} problem={check.problem} size="lg">
        {check.busy && <p role="status">Reading every entry and its hash…</p>}
        {verdict?.status === 'intact' && (
          <>
            <div className={parts.notice} data-tone="ok" role="status">
              <IconShieldCheck size={16} aria-hidden />
              <span>
                Yes. All {verdict.entries.toLocaleString('en-GB')} entries are there, unchanged and in order. Checked {exactly(verdict.checked_at)}.
              </span>
            </div>
            <CopyOnce label={`Hash of entry ${verdict.number}, the last`} value={verdict.hash}>
              Note number and hash somewhere else: whoever could change the whole database cannot change your note, and it proves the log up to here.
            </CopyOnce>
          </>
        )}
        {verdict?.status === 'broken' && (
          <>
            <div className={parts.notice} data-tone="bad" role="alert">
              <IconAlertTriangle size={16} aria-hidden />
              <span>No. The log was changed behind the server’s back. What follows is where; keep a copy of the database before anything else.</span>
            </div>
            <ul style={{ margin: 0, paddingLeft: 18, display: 'grid', gap: 6 }}>
              {verdict.findings.map((finding, index) => (
                <li key={index}>
                  Entry {finding.number}: {finding.message}
                </li>
              ))}
            </ul>
          </>
        )}
      </Dialog>
    </>
  )
}
