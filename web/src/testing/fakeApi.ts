export interface Call {
  method: string
  path: string
  query: URLSearchParams
  body: unknown
}

type Answer = unknown | ((call: Call) => unknown)

/** Answers that are more than a body: `reply(422, …)`. */
export class Reply {
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: Record<string, string> = {},
  ) {}
}

export const reply = (status: number, body: unknown, headers: Record<string, string> = {}) => new Reply(status, body, headers)
export const problem = (status: number, detail: string, errors: unknown[] = [], code = 'code') => reply(status, { title: detail, detail, status, code, errors })
/** A file, to the letter. */
export const file = (text: string, mediaType: string) => new Reply(200, text, { 'Content-Type': mediaType })
export const never = () => new Promise<never>(() => {})

/**
 * Stands in for the server in tests and stories: `'GET /api/v1/me': {…}`; `*` in a path is one part. What is not named is a 404, so
 * that a test notices a call that it did not expect.
 */
export function fakeApi(routes: Record<string, Answer>) {
  const calls: Call[] = []
  const table = Object.entries(routes).map(([route, answer]) => {
    const [method = '', path = ''] = route.split(' ')
    return { method, pattern: new RegExp(`^${path.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^/]+')}$`), answer }
  })
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = input instanceof Request ? input : new Request(new URL(String(input), 'http://localhost'), init)
    const url = new URL(request.url)
    const text = request.method === 'GET' ? '' : await request.text()
    const call: Call = { method: request.method, path: url.pathname, query: url.searchParams, body: text ? JSON.parse(text) : undefined }
    calls.push(call)
    const found = table.findLast((r) => r.method === call.method && r.pattern.test(call.path))
    const given = found === undefined ? problem(404, `No answer for ${call.method} ${call.path}.`) : typeof found.answer === 'function' ? await found.answer(call) : found.answer
    const answer = given instanceof Reply ? given : new Reply(200, given)
    const headers = { 'Content-Type': answer.status < 400 ? 'application/json' : 'application/problem+json', ...answer.headers }
    const isFile = typeof answer.body === 'string' && answer.headers['Content-Type'] !== undefined
    return new Response(answer.status === 204 ? null : isFile ? (answer.body as string) : JSON.stringify(answer.body), { status: answer.status, headers })
  }
  return { fetch, calls }
}
