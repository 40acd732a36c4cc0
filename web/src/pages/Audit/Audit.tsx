import { Button, Menu, Select, TextInput } from '@mantine/core'
import { IconDownload, IconListSearch, IconSearchOff } from '@tabler/icons-react'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import { useMe } from '../../api/me'
import { usePages } from '../../api/paging'
import { Problem } from '../../api/problem'
import { useUrlState, type UrlState } from '../../app/url'
import { Card } from '../../parts/Card'
import { Empty } from '../../parts/Empty'
import { Listed } from '../../parts/Listed'
import { PageHead } from '../../parts/PageHead'
import parts from '../../parts/parts.module.css'
import { useRowKeys } from '../../parts/rows'
import { SearchBox } from '../../parts/SearchBox'
import { Trouble } from '../../parts/Trouble'
import { Analytics } from './Analytics'
import classes from './audit.module.css'
import { downloadExport } from './download'
import { EntryRow } from './EntryRow'
import { auditQuery, filterNames, objectTypes } from './filters'
import { Verify } from './Verify'

/** Who did what, when, and what it was before and after. */
export default function Audit() {
  const { me, may } = useMe()
  const [url, setUrl] = useUrlState()
  const view = url.view === 'analytics' ? 'analytics' : 'entries'
  if (me && !may('read_audit'))
    return (
      <>
        <PageHead title="Audit log" />
        <Card title="Entries">
          <Trouble problem={new Problem(403, 'forbidden', 'The audit log is for auditors and admins. Ask an administrator of the workspace for that role.')} />
        </Card>
      </>
    )
  return (
    <>
      <PageHead
        title="Audit log"
        action={
          <>
            <Verify />
            <Export url={url} />
          </>
        }
      >
        Who did what in {me?.workspace.name ?? 'the workspace'}, and when. Entries are chained: a changed or missing one is noticed.
      </PageHead>
      <div className={parts.segments} role="group" aria-label="What to see" style={{ marginBottom: 16 }}>
        <button type="button" aria-pressed={view === 'entries'} onClick={() => setUrl({ view: undefined })}>
          Entries
        </button>
        <button type="button" aria-pressed={view === 'analytics'} onClick={() => setUrl({ view: 'analytics' })}>
          Analytics
        </button>
      </div>
      {view === 'entries' ? <Entries url={url} setUrl={setUrl} /> : <Analytics url={url} setUrl={setUrl} />}
    </>
  )
}

function Entries({ url, setUrl }: { url: UrlState; setUrl: ReturnType<typeof useUrlState>[1] }) {
  const query = auditQuery(url)
  const filtered = filterNames.some((name) => url[name])
  const list = usePages(['audit', 'list', query], (cursor) => ask(api.GET('/api/v1/audit', { params: { query: { ...query, limit: '50', cursor } } })))
  const box = useRowKeys()
  const clear = () => setUrl(Object.fromEntries(filterNames.map((name) => [name, undefined])))
  return (
    <Card title="Entries" flush>
      <Filters url={url} setUrl={setUrl} onClear={filtered ? clear : undefined} />
      <div ref={box}>
        <Listed
          list={list}
          label="Loading entries"
          empty={
            filtered ? (
              <Empty title="No entry matches these filters" icon={IconSearchOff} action={<Button variant="default" onClick={clear}>Clear the filters</Button>} />
            ) : (
              <Empty title="Nothing has happened yet" icon={IconListSearch} />
            )
          }
        >
          {(entries) => (
            <table className={parts.table}>
              <thead>
                <tr>
                  <th scope="col">When</th>
                  <th scope="col">Who</th>
                  <th scope="col">What</th>
                  <th scope="col">Object</th>
                  <th scope="col">
                    <span className="unseen">Differences</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {entries.map((entry) => (
                  <EntryRow key={entry.id} entry={entry} onFilter={(change) => setUrl(change)} />
                ))}
              </tbody>
            </table>
          )}
        </Listed>
      </div>
    </Card>
  )
}

function Filters({ url, setUrl, onClear }: { url: UrlState; setUrl: ReturnType<typeof useUrlState>[1]; onClear?: () => void }) {
  const [action, setAction] = useState(url.action ?? '')
  return (
    <div className={classes.filters} role="group" aria-label="Filters">
      <SearchBox label="Search the log" value={url.q ?? ''} onChange={(q) => setUrl({ q: q || undefined }, { replace: true })} width={200} />
      <Select
        aria-label="Kind of object"
        placeholder="Any object"
        data={objectTypes}
        value={url.object_type ?? null}
        onChange={(value) => setUrl({ object_type: value ?? undefined })}
        clearable
        clearButtonProps={{ 'aria-label': 'Any kind of object' }}
        w={160}
      />
      <TextInput
        aria-label="Action"
        placeholder="Action, or schedule.*"
        value={action}
        onChange={(event) => setAction(event.currentTarget.value)}
        onBlur={() => setUrl({ action: action.trim() || undefined })}
        onKeyDown={(event) => event.key === 'Enter' && setUrl({ action: action.trim() || undefined })}
        w={180}
      />
      <Select
        aria-label="Outcome"
        placeholder="Any outcome"
        data={[
          { value: 'done', label: 'Done' },
          { value: 'failed', label: 'Failed' },
        ]}
        value={url.outcome ?? null}
        onChange={(value) => setUrl({ outcome: value ?? undefined })}
        clearable
        clearButtonProps={{ 'aria-label': 'Any outcome' }}
        w={140}
      />
      <TextInput type="date" aria-label="From day" value={url.from ?? ''} onChange={(event) => setUrl({ from: event.currentTarget.value || undefined })} w={150} />
      <TextInput type="date" aria-label="To day" value={url.to ?? ''} onChange={(event) => setUrl({ to: event.currentTarget.value || undefined })} w={150} />
      {url.person && (
        <button type="button" className={parts.chip} data-on="true" onClick={() => setUrl({ person: undefined })} aria-label="Remove the filter of one person">
          One person ×
        </button>
      )}
      {url.object_id && (
        <button type="button" className={parts.chip} data-on="true" onClick={() => setUrl({ object_id: undefined })} aria-label="Remove the filter of one object">
          One object ×
        </button>
      )}
      {onClear && (
        <Button
          variant="subtle"
          onClick={() => {
            setAction('')
            onClear()
          }}
        >
          Clear
        </Button>
      )}
    </div>
  )
}

function Export({ url }: { url: UrlState }) {
  const save = (format: 'csv' | 'jsonl') => void downloadExport(auditQuery(url), format)
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>What the filters show, oldest first</Menu.Label>
        <Menu.Item onClick={() => save('csv')}>CSV</Menu.Item>
        <Menu.Item onClick={() => save('jsonl')}>JSON lines</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
