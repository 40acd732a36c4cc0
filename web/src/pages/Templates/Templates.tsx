import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconCopy, IconDots, IconFileText, IconFolder, IconPencil, IconPlus, IconSearchOff, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import { useMe } from '../../api/me'
import { usePages } from '../../api/paging'
import type { components } from '../../api/schema'
import { useShortcuts } from '../../app/keyboard'
import { useGo, useUrlState } from '../../app/url'
import { Card } from '../../parts/Card'
import { Empty } from '../../parts/Empty'
import { Link } from '../../parts/Link'
import { Listed } from '../../parts/Listed'
import { Moment } from '../../parts/Moment'
import { PageHead } from '../../parts/PageHead'
import parts from '../../parts/parts.module.css'
import { useRowKeys } from '../../parts/rows'
import { SearchBox } from '../../parts/SearchBox'
import { Tag } from '../../parts/Tag'
import { DeleteReport } from './DeleteReport'

export type Report = components['schemas']['TemplateWire']

/** Every report of the workspace, and the way to a new one. */
export default function Templates() {
  const [url, setUrl] = useUrlState()
  const go = useGo()
  const { may } = useMe()
  const [leaving, setLeaving] = useState<Report | null>(null)
  const q = url.q ?? ''
  const list = usePages(['templates', 'list', q], (cursor) => ask(api.GET('/api/v1/reports/templates', { params: { query: { limit: '50', cursor, q: q || undefined } } })))
  const box = useRowKeys()
  const writes = may('write_reports')
  const create = () => go('/reports/templates/new/edit')
  useShortcuts([{ key: 'n', label: 'New report', run: create }], writes)

  return (
    <>
      <PageHead
        title="Reports"
        action={
          writes && (
            <Button leftSection={<IconPlus size={16} />} onClick={create}>
              New report
            </Button>
          )
        }
      >
        One Markdown document each: questions to your databases, and the words, tables and charts around the answers.
      </PageHead>
      <Card title="Reports" count={list.items?.length} flush aside={<SearchBox label="Search reports" value={q} onChange={(text) => setUrl({ q: text || undefined }, { replace: true })} />}>
        <div ref={box}>
          <Listed
            list={list}
            label="Loading reports"
            empty={
              q ? (
                <Empty title={`No report has “${q}” in it`} icon={IconSearchOff} action={<Button variant="default" onClick={() => setUrl({ q: undefined })}>Show all reports</Button>} />
              ) : (
                <Empty title="No report yet" icon={IconFileText} action={writes && <Button onClick={create}>Write the first report</Button>}>
                  A report asks your databases and says the answer in words, tables and charts. A starter document is there to be changed.
                </Empty>
              )
            }
          >
            {(items) => (
              <table className={parts.table}>
                <thead>
                  <tr>
                    <th scope="col">Report</th>
                    <th scope="col">Parameters</th>
                    <th scope="col">Data sources</th>
                    <th scope="col">Version</th>
                    <th scope="col">Changed</th>
                    <th scope="col">
                      <span className="unseen">Actions</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((report) => (
                    <Row key={report.id} report={report} writes={writes} onDelete={() => setLeaving(report)} />
                  ))}
                </tbody>
              </table>
            )}
          </Listed>
        </div>
      </Card>
      {leaving && <DeleteReport report={leaving} onClose={() => setLeaving(null)} />}
    </>
  )
}

function Row({ report, writes, onDelete }: { report: Report; writes: boolean; onDelete: () => void }) {
  const go = useGo()
  const address = `/reports/templates/${report.id}/edit`
  return (
    <tr data-row tabIndex={-1}>
      <td data-wide>
        <Link to={address} className="strong">
          {report.title}
        </Link>
        <div className="second small">{report.description ?? <span className="mono">{report.report_type}</span>}</div>
      </td>
      <td data-label="Parameters">{report.parameters.length === 0 ? <span className="second">none</span> : report.parameters.map((p) => p.label ?? p.name).join(', ')}</td>
      <td data-label="Data sources">{report.sources.length === 0 ? <span className="second">none</span> : report.sources.join(', ')}</td>
      <td data-label="Version">{report.file ? <Tag icon={IconFolder}>{report.file}</Tag> : report.version}</td>
      <td data-label="Changed">
        <Moment at={report.updated_at} />
      </td>
      <td className={parts.right} data-wide>
        {writes && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon aria-label={`More for ${report.title}`}>
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => go(address)}>
                {report.file ? 'Open' : 'Edit'}
              </Menu.Item>
              <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => go('/reports/templates/new/edit', { from: report.id })}>
                Duplicate
              </Menu.Item>
              {!report.file && (
                <Menu.Item leftSection={<IconTrash size={16} />} onClick={onDelete}>
                  Delete…
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        )}
      </td>
    </tr>
  )
}
