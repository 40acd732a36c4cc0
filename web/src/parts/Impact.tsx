import { useQuery } from '@tanstack/react-query'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { api, ask } from '../api/client'
import { Problem } from '../api/problem'
import { Link } from './Link'
import parts from './parts.module.css'
import { Skeleton } from './Skeleton'
import { Trouble } from './Trouble'

export type Touchable = 'template' | 'data_source' | 'connection' | 'calendar' | 'member'

/** What is touched when a thing is changed or goes. */
export function useImpact(type: Touchable, id: string) {
  const query = useQuery({ queryKey: ['impact', type, id], queryFn: () => ask(api.GET('/api/v1/impact', { params: { query: { type, id } } })), staleTime: 0 })
  const { data } = query
  return { ...query, isFree: data !== undefined && data.reports.length === 0 && data.schedules.length === 0 }
}

interface Props {
  impact: ReturnType<typeof useImpact>
  /** Said where nothing is touched. */
  free: ReactNode
  /** Said above those that are. */
  used: ReactNode
}

/** Names who would notice, with a way to each. */
export function Impact({ impact, free, used }: Props) {
  if (impact.isPending) return <Skeleton rows={2} label="Looking who uses it" />
  if (impact.isError) return <Trouble problem={Problem.of(impact.error)} title="Who uses it could not be read" onRetry={() => void impact.refetch()} />
  if (impact.isFree) {
    return (
      <div className={parts.notice} data-tone="ok">
        <IconCircleCheck size={16} aria-hidden />
        <span>{free}</span>
      </div>
    )
  }
  const { reports, schedules } = impact.data
  return (
    <>
      <div className={parts.notice} data-tone="warn">
        <IconAlertTriangle size={16} aria-hidden />
        <span>{used}</span>
      </div>
      <ul style={{ margin: 0, paddingLeft: 18, display: 'grid', gap: 6 }}>
        {reports.map((report) => (
          <li key={report}>
            Report <Link to={`/reports/templates?q=${report}`}>{report}</Link>
          </li>
        ))}
        {schedules.map((schedule) => (
          <li key={schedule.id}>
            Schedule <Link to={`/reports/scheduling/${schedule.id}`}>{schedule.name}</Link>
            <span className="second small">
              {' '}
              of {schedule.owner}
              {!schedule.enabled && ', paused'}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
