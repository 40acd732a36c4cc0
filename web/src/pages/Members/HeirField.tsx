import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, ask } from '../../api/client'
import { maySchedule } from '../../parts/names'

/** Who may own schedules: active, editor or admin. */
export function HeirField({ without, value, onChange, error }: { without: string; value: string | null; onChange: (id: string | null) => void; error?: string }) {
  const { data } = useQuery({ queryKey: ['members', 'heirs'], queryFn: () => ask(api.GET('/api/v1/members', { params: { query: { limit: '200' } } })) })
  const able = data?.items.filter((m) => m.person_id !== without && !m.disabled && maySchedule(m.role)) ?? []
  return (
    <Select
      label="New owner"
      required
      searchable
      data={able.map((m) => ({ value: m.person_id, label: `${m.name} · ${m.email}` }))}
      value={value}
      onChange={onChange}
      error={error}
      placeholder="Choose a member"
      nothingFoundMessage="No active editor or admin of that name"
    />
  )
}
