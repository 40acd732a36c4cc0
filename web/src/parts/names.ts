import { useQuery } from '@tanstack/react-query'
import { api, ask } from '../api/client'

/** The people of the workspace by id, for lists that name their makers. Without an answer, ids stay unnamed. */
export function usePeople() {
  const { data } = useQuery({
    queryKey: ['members', 'names'],
    queryFn: () => ask(api.GET('/api/v1/members', { params: { query: { limit: '200' } } })),
    staleTime: 5 * 60_000,
  })
  return (id: string | null | undefined) => data?.items.find((member) => member.person_id === id)?.name
}

export const roleWords = {
  viewer: 'sees reports, schedules and runs',
  editor: 'also writes reports and makes schedules of their own',
  admin: 'does everything in the workspace',
  auditor: 'sees, and reads the audit log',
  worker: 'may only process due schedules',
} as const

export type RoleWord = keyof typeof roleWords
export const roles = Object.keys(roleWords) as RoleWord[]

/** Only these own schedules: a run has its owner's rights. */
export const maySchedule = (role: RoleWord) => role === 'editor' || role === 'admin'
