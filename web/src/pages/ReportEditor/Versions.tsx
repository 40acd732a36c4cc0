import { Button, Drawer } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { IconHistory, IconRestore } from '@tabler/icons-react'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import { ifMatch } from '../../api/etag'
import { Problem } from '../../api/problem'
import type { components } from '../../api/schema'
import { refused, said } from '../../app/toast'
import { Moment } from '../../parts/Moment'
import { usePeople } from '../../parts/names'
import { Skeleton } from '../../parts/Skeleton'
import { Trouble } from '../../parts/Trouble'
import classes from './editor.module.css'

type Report = components['schemas']['TemplateWire']

interface Props {
  report: Report
  mayRestore: boolean
  opened: boolean
  onClose: () => void
  onRestored: (report: Report) => void
}

/** What each save changed, and the way back to any of them. */
export function Versions({ report, mayRestore, opened, onClose, onRestored }: Props) {
  const [chosen, setChosen] = useState<number | null>(null)
  const nameOf = usePeople()
  const versions = useQuery({
    queryKey: ['templates', report.id, 'versions', report.version],
    queryFn: () => ask(api.GET('/api/v1/reports/templates/{id}/versions', { params: { path: { id: report.id } } })),
    enabled: opened,
  })
  const shown = chosen ?? report.version
  return (
    <Drawer opened={opened} onClose={onClose} position="right" size="min(760px, 100%)" title={`Versions of ${report.title}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      {versions.isPending ? (
        <Skeleton label="Loading versions" />
      ) : versions.isError ? (
        <Trouble problem={Problem.of(versions.error)} onRetry={() => void versions.refetch()} />
      ) : (
        <div className={classes.versions}>
          <ol className={classes.versionList} aria-label="Versions, newest first">
            {versions.data.map((version) => (
              <li key={version.version}>
                <button type="button" aria-pressed={version.version === shown} onClick={() => setChosen(version.version)}>
                  <span className="strong">
                    <IconHistory size={14} aria-hidden /> Version {version.version}
                    {version.version === report.version && ' · now'}
                  </span>
                  <span className="second small">
                    <Moment at={version.created_at} />
                    {nameOf(version.created_by) && ` · ${nameOf(version.created_by)}`}
                  </span>
                </button>
              </li>
            ))}
          </ol>
          <Changed report={report} version={shown} mayRestore={mayRestore} onRestored={onRestored} />
        </div>
      )}
    </Drawer>
  )
}

function Changed({ report, version, mayRestore, onRestored }: { report: Report; version: number; mayRestore: boolean; onRestored: (report: Report) => void }) {
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const change = useQuery({
    queryKey: ['templates', report.id, 'version', version],
    queryFn: () => ask(api.GET('/api/v1/reports/templates/{id}/versions/{version}', { params: { path: { id: report.id, version: String(version) } } })),
  })
  async function restore() {
    setBusy(true)
    try {
      const saved = await ask(api.POST('/api/v1/reports/templates/{id}/versions/{version}/restore', { params: { path: { id: report.id, version: String(version) } }, headers: ifMatch(report) }))
      await client.invalidateQueries({ queryKey: ['templates'] })
      said(`Version ${version} is back, as version ${saved.version}. Nothing of the history is lost.`)
      onRestored(saved)
    } catch (error) {
      refused(error, 'Not restored')
    } finally {
      setBusy(false)
    }
  }
  if (change.isPending) return <Skeleton label="Comparing" />
  if (change.isError) return <Trouble problem={Problem.of(change.error)} onRetry={() => void change.refetch()} />
  const { against, added, removed, hunks } = change.data
  return (
    <section aria-label={`What version ${version} changed`}>
      <div className={classes.versionHead}>
        <div>
          <h3>{against === null ? 'The first version' : `What version ${version} changed`}</h3>
          <p className="second small">
            {added} {added === 1 ? 'line' : 'lines'} added, {removed} removed{against !== null && `, against version ${against}`}
          </p>
        </div>
        {mayRestore && version !== report.version && (
          <Button variant="default" leftSection={<IconRestore size={16} />} loading={busy} onClick={() => void restore()}>
            Restore
          </Button>
        )}
      </div>
      {hunks.length === 0 && <p className="second">No line differs.</p>}
      {hunks.map((hunk, index) => (
        <table key={index} className={classes.diff}>
          <caption className="unseen">Change {index + 1}: removed lines are marked −, added ones +</caption>
          <tbody>
            {hunk.lines.map((line, at) => (
              <tr key={at} data-kind={line.kind}>
                <td className={classes.lineNumber}>{line.after ?? line.before}</td>
                <td className={classes.sign}>{line.kind === 'added' ? '+' : line.kind === 'removed' ? '−' : ''}</td>
                <td>
                  <code>{line.text || ' '}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </section>
  )
}
