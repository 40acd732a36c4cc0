import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconCopy, IconDots, IconFileText, IconFolder, IconPencil, IconSearchOff, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import { useMe } from '../../api/me'
import { usePages } from '../../api/paging'
import type { components } from '../../api/schema'
import { useGo, useUrlState } from '../../app/url'
import { AddButton } from '../../parts/AddButton'
import { Empty } from '../../parts/Empty'
import { Link } from '../../parts/Link'
import { actions, ListCard } from '../../parts/ListCard'
import { Moment } from '../../parts/Moment'
import { PageHead } from '../../parts/PageHead'
import parts from '../../parts/parts.module.css'
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
  const writes = may('write_reports')
  const create = () => go('/reports/templates/new/edit')

  return (
    <>
      <PageHead title="Reports" action={writes && <AddButton onAdd={create}>New report</AddButton>}>
        One Markdown document each: questions to your databases, and the words, tables and charts around the answers.
      </PageHead>
      <ListCard
        title="Reports"
        list={list}
        aside={<SearchBox label="Search reports" value={q} onChange={(text) => setUrl({ q: text || undefined }, { replace: true })} />}
        columns={['Report', 'Parameters', 'Data sources', 'Version', 'Changed', writes && actions]}
        keyOf={(report) => report.id}
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
        {(report) => <Cells report={report} writes={writes} onDelete={() => setLeaving(report)} />}
      </ListCard>
      {leaving && <DeleteReport report={leaving} onClose={() => setLeaving(null)} />}
    </>
  )
}

function Cells({ report, writes, onDelete }: { report: Report; writes: boolean; onDelete: () => void }) {
  const go = useGo()
  const address = `/reports/templates/${report.id}/edit`
  return (
    <>
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
      {writes && (
        <td className={parts.right} data-wide>
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
        </td>
      )}
    </>
  )
}
