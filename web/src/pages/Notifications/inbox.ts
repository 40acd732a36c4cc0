import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask } from '../../api/client'
import type { components } from '../../api/schema'

export type Message = components['schemas']['NotificationWire']

const unreadKey = ['notifications', 'unread'] as const

/** The newest unread ones: for the bell. */
export function useUnread() {
  return useQuery({ queryKey: unreadKey, queryFn: () => ask(api.GET('/api/v1/notifications', { params: { query: { unread: 'true', limit: '10' } } })), staleTime: 15_000 })
}

/** Marks as read, in every list at once. */
export function useMarkRead() {
  const client = useQueryClient()
  return async (ids: string[]) => {
    await Promise.all(ids.map((id) => ask(api.POST('/api/v1/notifications/{id}/read', { params: { path: { id } } }))))
    await client.invalidateQueries({ queryKey: ['notifications'] })
  }
}

/** Where a message leads: the page that it names, else its run. */
export function targetOf(message: Message): string | null {
  if (message.link?.startsWith('/')) return message.link
  if (message.run_id) return `/reports/history/${message.run_id}`
  return message.schedule_id ? `/reports/scheduling/${message.schedule_id}` : null
}
