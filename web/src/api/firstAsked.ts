/** Where nobody is signed in yet. */
export const isOpen = (pathname: string) => /^\/(signin|invitations)(\/|$)/.test(pathname)

/** What the page of an address asks for first: who is signed in, and the list that stands at its top when nothing is filtered. */
export function firstAsked(pathname: string, search: string): string[] {
  if (isOpen(pathname)) return []
  return ['/api/v1/me', ...(pathname === '/reports/scheduling' && search === '' ? ['/api/v1/reports/schedules?limit=25&recent=14&total=true'] : [])]
}
