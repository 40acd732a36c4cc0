import { makeQueryClient, whatIsShownFirst } from './queries'
import { makeRouter } from './router'

/** How long nothing is drawn for want of what first.ts asked for, in milliseconds; after it, what there is. */
const patience = 250

/**
 * The app's parts, and when to draw them: once the page's code and its first answers are here, so that they are drawn at once instead of a
 * frame, a page with nothing in it, and that page again with everything in it.
 */
export function begin() {
  const client = makeQueryClient()
  const router = makeRouter()
  const everything = Promise.allSettled([router.load(), ...whatIsShownFirst(client)])
  const ready = Promise.race([everything, new Promise((resolve) => setTimeout(resolve, patience))])
  return { client, router, ready }
}
