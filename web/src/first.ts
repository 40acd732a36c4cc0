import { askAhead } from './api/ahead'
import { firstAsked } from './api/firstAsked'

// Runs before the app's code is here: what the page needs of the server comes beside it, not after it.

/** The code of the pages that people open most. */
const pages: Record<string, () => Promise<unknown>> = {
  '/': () => import('./pages/Overview'),
  '/reports/scheduling': () => import('./pages/Scheduling'),
}

const { pathname, search } = window.location
askAhead(firstAsked(pathname, search))
void pages[pathname]?.()
