import { IconBell, IconBuildingCommunity, IconCalendarOff, IconClock, IconDatabase, IconHistory, IconHome, IconKey, IconListSearch, IconMailCheck, IconSend, IconTemplate, IconUserCircle, IconUsers, type Icon } from '@tabler/icons-react'
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
  { path: '/reports/templates', label: 'Reports', nav: { group: 'main', icon: IconTemplate }, load: () => import('../pages/Templates') },
  { path: '/reports/templates/$id/edit', label: 'Report', load: () => import('../pages/ReportEditor') },
  { path: '/settings/notifications', label: 'Notifications', nav: { group: 'settings', icon: IconBell }, load: () => import('../pages/Notifications') },
  { path: '/settings/api-keys', label: 'API keys', nav: { group: 'settings', icon: IconKey }, load: () => import('../pages/ApiKeys') },
  { path: '/settings/profile', label: 'Profile', nav: { group: 'settings', icon: IconUserCircle }, load: () => import('../pages/Profile') },
  { path: '/admin/members', label: 'Members', nav: { group: 'admin', icon: IconUsers }, needs: 'manage_workspace', load: () => import('../pages/Members') },
  { path: '/admin/recipients', label: 'Recipients', nav: { group: 'admin', icon: IconMailCheck }, needs: 'manage_workspace', load: () => import('../pages/Recipients') },
  { path: '/admin/data-sources', label: 'Data sources', nav: { group: 'admin', icon: IconDatabase }, needs: 'manage_sources', load: () => import('../pages/DataSources') },
  { path: '/admin/connections', label: 'Connections', nav: { group: 'admin', icon: IconSend }, needs: 'manage_sources', load: () => import('../pages/Connections') },
  { path: '/admin/calendars', label: 'Calendars', nav: { group: 'admin', icon: IconCalendarOff }, needs: 'manage_sources', load: () => import('../pages/Calendars') },
  { path: '/admin/audit', label: 'Audit log', nav: { group: 'admin', icon: IconListSearch }, needs: 'read_audit', load: () => import('../pages/Audit') },
  { path: '/admin/workspaces', label: 'Workspaces', nav: { group: 'admin', icon: IconBuildingCommunity }, needs: 'manage_workspace', load: () => import('../pages/Workspaces') },
]
