/** One wrong field of a request, as the server names it. */
export interface FieldError {
  field: string
  code: string
  message: string
  span?: [number, number] | null
  suggestion?: string | null
}

/** A refusal of the server, or its silence, in words for people. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly errors: FieldError[]
  /** Seconds to wait, of a 429. */
  readonly retryAfter: number | null

  constructor(status: number, code: string, message: string, errors: FieldError[] = [], retryAfter: number | null = null) {
    super(message)
    this.name = 'Problem'
    this.status = status
    this.code = code
    this.errors = errors
    this.retryAfter = retryAfter
  }

  /** Trying again may help without anybody changing anything. */
  get isPassing() {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }

  static of(error: unknown): Problem {
    if (error instanceof Problem) return error
    if (error instanceof TypeError) return new Problem(0, 'unreachable', 'The server cannot be reached. Check the connection; what you typed is kept.')
    return new Problem(0, 'unexpected', error instanceof Error ? error.message : String(error))
  }

  static from(response: Response, body: unknown): Problem {
    const given = (typeof body === 'object' && body !== null ? body : {}) as { code?: string; detail?: string; title?: string; errors?: FieldError[] }
    const wait = Number(response.headers.get('Retry-After'))
    const message = given.detail ?? given.title ?? `The server answered ${response.status}.`
    return new Problem(response.status, given.code ?? `status-${response.status}`, message, given.errors ?? [], Number.isFinite(wait) && wait > 0 ? wait : null)
  }
}
