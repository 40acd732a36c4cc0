import { useQuery } from '@tanstack/react-query'
import { IconFileText } from '@tabler/icons-react'
import { api, ask } from '../api/client'
import { useMe } from '../api/me'
import { Problem } from '../api/problem'
import { Card } from '../parts/Card'
import { Empty } from '../parts/Empty'
import { PageHead } from '../parts/PageHead'
import { Skeleton } from '../parts/Skeleton'
import { Trouble } from '../parts/Trouble'

export default function Overview() {
  const { me } = useMe()
  const reports = useQuery({ queryKey: ['templates', 'overview'], queryFn: () => ask(api.GET('/api/v1/reports/templates', { params: { query: { limit: '50' } } })) })
  return (
    <>
      <PageHead title="Overview">{me?.workspace.name}</PageHead>
      <Card title="Reports" count={reports.data?.items.length}>
        {reports.isPending ? (
          <Skeleton rows={4} label="Loading reports" />
        ) : reports.isError ? (
          <Trouble problem={Problem.of(reports.error)} onRetry={() => void reports.refetch()} />
        ) : reports.data.items.length === 0 ? (
          <Empty title="No report yet" icon={IconFileText} />
        ) : (
          <ul>
            {reports.data.items.map((report) => (
              <li key={report.id}>
                <span className="strong">{report.title}</span> <span className="second">{report.description}</span>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </>
  )
}
