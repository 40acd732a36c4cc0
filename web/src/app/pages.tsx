import { IconClock, IconHistory, IconHome, type Icon } from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { Permission } from '../api/me'

export interface PageEntry {
  /** As TanStack Router writes it: /reports/history/$runId. */
  path: string
  /** The document's title and the navigation's word. */
  label: string
  /** Where the navigation shows it; a page without is reached from others. */
  nav?: { group: 'main' | 'settings' | 'admin'; icon: Icon }
  /** What a person needs to be shown the link; the server is the one that refuses. */
  needs?: Permission
  load: () => Promise<{ default: ComponentType }>
}

/** Every page there is: its address, its place in the navigation, and the chunk it comes in. */
export const pages: PageEntry[] = [
  { path: '/', label: 'Overview', nav: { group: 'main', icon: IconHome }, load: () => import('../pages/Overview') },
  { path: '/reports/scheduling', label: 'Schedules', nav: { group: 'main', icon: IconClock }, load: () => import('../pages/Scheduling') },
  { path: '/reports/scheduling/$id', label: 'Schedule', load: () => import('../pages/ScheduleDetail') },
  { path: '/reports/history', label: 'Run history', nav: { group: 'main', icon: IconHistory }, load: () => import('../pages/History') },
  { path: '/reports/history/$runId', label: 'Run', load: () => import('../pages/RunPage') },
]
