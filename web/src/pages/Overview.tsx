import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconCalendarPlus, IconFileText } from '@tabler/icons-react'
import { api, ask } from '../api/client'
import { useMe } from '../api/me'
import { Problem } from '../api/problem'
import { useGo } from '../app/url'
import { Card } from '../parts/Card'
import { Empty } from '../parts/Empty'
import { PageHead } from '../parts/PageHead'
import { Skeleton } from '../parts/Skeleton'
import { Trouble } from '../parts/Trouble'
import { JobHistoryWidget } from '../widgets/JobHistoryWidget/JobHistoryWidget'
import detail from './detail.module.css'
import { OpenReport } from './OpenReport'
import classes from './page.module.css'
import { Stats } from './Stats'

/** The first page: how things go, what can be scheduled, what ran last. */
export default function Overview() {
  const { me, may } = useMe()
  const go = useGo()
  const reports = useQuery({ queryKey: ['templates', 'all'], queryFn: () => ask(api.GET('/api/v1/reports/templates', { params: { query: { limit: '200' } } })) })
  return (
    <>
      <PageHead title="Overview">{me?.workspace.name}</PageHead>
      <Stats />
      <div className={classes.columns}>
        <JobHistoryWidget />
        <Card title="Reports" count={reports.data?.items.length} flush>
          {reports.isPending ? (
            <Skeleton rows={4} label="Loading the reports" />
          ) : reports.isError ? (
            <Trouble problem={Problem.of(reports.error)} onRetry={() => void reports.refetch()} />
          ) : reports.data.items.length === 0 ? (
            <Empty title="No report yet" icon={IconFileText}>
              A report is a Markdown document with queries in it.
            </Empty>
          ) : (
            <ul className={detail.list}>
              {reports.data.items.slice(0, 12).map((report) => (
                <li key={report.id}>
                  <div style={{ minWidth: 0 }}>
                    <div className="strong">{report.title}</div>
                    {report.description && <div className="second small">{report.description}</div>}
                  </div>
                  <div style={{ display: 'flex', gap: 6 }}>
                    <OpenReport report={report} />
                    {may('schedule') && (
                      <Button size="xs" variant="default" leftSection={<IconCalendarPlus size={15} />} onClick={() => go('/reports/scheduling', { report: report.report_type })} aria-label={`Schedule ${report.title}`}>
                        Schedule
                      </Button>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          )}
        </Card>
      </div>
    </>
  )
}
