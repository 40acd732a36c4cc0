import { useQuery } from '@tanstack/react-query'
import { api, ask } from '../../api/client'
import { useMe } from '../../api/me'
import { Problem } from '../../api/problem'
import { useParam, useUrlState } from '../../app/url'
import { Link } from '../../parts/Link'
import { PageHead } from '../../parts/PageHead'
import { Skeleton } from '../../parts/Skeleton'
import { Trouble } from '../../parts/Trouble'
import { copyOf, starter } from './starter'
import { Workbench } from './Workbench'

/** A report's source beside what it becomes: an existing one, a new one, or a copy of one (`?from=`). */
export default function ReportEditor() {
  const id = useParam('id')
  const [url] = useUrlState()
  const { may } = useMe()
  const isNew = id === 'new'
  const wanted = isNew ? url.from : id
  const report = useQuery({
    queryKey: ['templates', 'one', wanted],
    queryFn: () => ask(api.GET('/api/v1/reports/templates/{id}', { params: { path: { id: wanted! } } })),
    enabled: wanted !== undefined,
  })
  const sources = useQuery({ queryKey: ['data-sources', 'names'], queryFn: () => ask(api.GET('/api/v1/data-sources', { params: { query: { limit: '200' } } })) })
  const names = sources.data?.items.map((source) => source.name) ?? []
  const writes = may('write_reports')

  if (isNew && !writes) return <Refused message="Only editors and admins write reports. Ask an administrator of the workspace for that role." />
  if (report.isError) return <Refused message={Problem.of(report.error).message} status={Problem.of(report.error).status} onRetry={() => void report.refetch()} />
  if ((wanted !== undefined && report.isPending) || (isNew && sources.isPending)) {
    return (
      <>
        <PageHead title="Report" />
        <Skeleton rows={10} label="Loading the report" />
      </>
    )
  }
  if (isNew) {
    const text = report.data ? copyOf(report.data.text ?? '') : starter(names.includes('demo') ? 'demo' : names[0])
    return <Workbench key={`new ${url.from ?? ''}`} report={null} start={text} sources={names} readOnly={false} />
  }
  return <Workbench key={id} report={report.data!} start={report.data!.text ?? ''} sources={names} readOnly={!writes || report.data!.file !== null} />
}

function Refused({ message, status = 403, onRetry }: { message: string; status?: number; onRetry?: () => void }) {
  return (
    <>
      <PageHead title="Report" above={<Link to="/reports/templates">Reports</Link>} />
      <Trouble problem={new Problem(status, 'refused', message)} title={status === 404 ? 'There is no such report' : undefined} onRetry={status === 404 ? undefined : onRetry} />
    </>
  )
}
