import { session } from './session'

/** How long an answer may wait for the code that takes it, in milliseconds: later it may be older than what the server has since said. */
const patience = 10_000

const asked = new Map<string, { at: number; answer: Promise<Response> }>()

/** What the app has asked for itself: it was here first. */
const wanted = new Set<string>()

/** Asks for what a page shows first while its code is on its way. `client.ts` takes each answer once, as if it had asked itself. */
export function askAhead(paths: string[]) {
  const headers = session.workspace ? { 'X-Workspace': session.workspace } : undefined
  for (const path of paths) {
    if (wanted.has(path)) continue
    const answer = fetch(path, { credentials: 'same-origin', headers })
    // Whoever takes it hears of the failure; when nobody does, nobody needs to.
    answer.catch(() => {})
    asked.set(path, { at: performance.now(), answer })
  }
}

/** The answer to exactly this request, where it was asked for ahead. */
export function takeAhead(request: Request): Promise<Response> | undefined {
  if (request.method !== 'GET') {
    // It may change what was answered.
    asked.clear()
    return undefined
  }
  const path = request.url.slice(window.location.origin.length)
  wanted.add(path)
  const found = asked.get(path)
  asked.delete(path)
  return found && performance.now() - found.at < patience ? found.answer : undefined
}
