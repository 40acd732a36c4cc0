import createClient from 'openapi-fetch'
import { takeAhead } from './ahead'
import { Problem } from './problem'
import { session } from './session'
import type { paths } from './schema'

const csrfHeader = 'X-CSRF-Token'

/** The API, typed by its own document. Calls go through `ask`, which turns refusals into a `Problem`. */
export const api = createClient<paths>({ baseUrl: window.location.origin, credentials: 'same-origin', fetch: (request) => takeAhead(request) ?? fetch(request) })

api.use({
  onRequest({ request }) {
    if (request.method !== 'GET' && session.csrf) request.headers.set(csrfHeader, session.csrf)
    if (session.workspace) request.headers.set('X-Workspace', session.workspace)
    return request
  },
  onResponse({ response }) {
    const token = response.headers.get(csrfHeader)
    if (token) session.csrf = token
    if (response.status === 401 && !response.url.endsWith('/api/v1/session')) session.ended()
  },
})

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The body of an answer, or a thrown Problem. */
export async function ask<T>(call: Promise<Answer<T>>): Promise<T> {
  return (await askWhole(call)).data
}

/** The same with the answer's headers, for ETag and Location. */
export async function askWhole<T>(call: Promise<Answer<T>>): Promise<{ data: T; headers: Headers }> {
  let answer: Answer<T>
  try {
    answer = await call
  } catch (error) {
    throw Problem.of(error)
  }
  if (!answer.response.ok) throw Problem.from(answer.response, answer.error)
  return { data: answer.data as T, headers: answer.response.headers }
}
