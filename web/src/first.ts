import { askAhead } from './api/ahead'

// Runs before the app's code is here: what the page needs of the server comes beside it, not after it.

/** Of the pages that people open most: their code, and what stands at their top when nothing is filtered. The rest can wait for it. */
const pages: Record<string, { load: () => Promise<unknown>; asks: string[] }> = {
  '/': { load: () => import('./pages/Overview'), asks: [] },
  '/reports/scheduling': { load: () => import('./pages/Scheduling'), asks: ['/api/v1/reports/schedules?limit=25&recent=14&total=true'] },
}

const { pathname, search } = window.location
const page = pages[pathname]
if (!/^\/(signin|invitations)(\/|$)/.test(pathname)) askAhead(['/api/v1/me', ...(page && search === '' ? page.asks : [])])
void page?.load()
