import type { FieldError, Problem } from '../../api/problem'

/** An error of a document at its place in the text. */
export interface Mark {
  from: number
  to: number
  line: number
  message: string
  suggestion: string | null
}

/** The errors of a document, each on its line; what names no place stands at the top. Errors of filters are not among them. */
export function marksOf(text: string, problem: Problem | null): Mark[] {
  if (!problem || problem.status !== 422) return []
  return problem.errors.filter(isOfText).map((error) => markOf(text, error)).sort((a, b) => a.from - b.from)
}

/** What is wrong with a sample filter, by its name. */
export function filterErrors(problem: Problem | null): Record<string, string> {
  const found = problem?.errors.filter((e) => !isOfText(e)) ?? []
  return Object.fromEntries(found.map((e) => [e.field.replace(/^filters\./, ''), e.message]))
}

function isOfText(error: FieldError) {
  return error.field === '' || error.field === 'text' || error.field.startsWith('text.') || error.field.startsWith('queries.') || error.field.startsWith('line')
}

function markOf(text: string, error: FieldError): Mark {
  let from = 0
  let to = endOfLine(text, 0)
  if (error.span) {
    from = Math.min(error.span[0], text.length)
    to = Math.min(Math.max(error.span[1], from), text.length)
  } else {
    const named = /\bline (\d+)/i.exec(error.message)
    if (named) {
      from = startOfLine(text, Number(named[1]))
      to = endOfLine(text, from)
    }
  }
  return { from, to, line: lineAt(text, from), message: error.message, suggestion: error.suggestion ?? null }
}

function startOfLine(text: string, line: number) {
  let at = 0
  for (let n = 1; n < line; n++) {
    const next = text.indexOf('\n', at)
    if (next < 0) return at
    at = next + 1
  }
  return at
}

function endOfLine(text: string, from: number) {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

export function lineAt(text: string, offset: number) {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}
