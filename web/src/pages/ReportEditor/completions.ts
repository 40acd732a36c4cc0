import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete'

/** What this workspace and this document have names for. */
export interface Known {
  sources: string[]
  parameters: { name: string; type: string }[]
}

const periods = ['today', 'yesterday', 'last_7_days', 'last_14_days', 'last_30_days', 'last_90_days', 'this_week', 'last_week', 'this_month', 'last_month', 'month_to_date', 'last_quarter', 'quarter_to_date', 'year_to_date', 'last_year']
const fields = ['title', 'report_type', 'description', 'source', 'parameters', 'locale', 'timezone', 'file_name', 'page', 'csv']
const types = ['text', 'number', 'boolean', 'date', 'period', 'choice']
const helpers = ['number', 'percent', 'currency', 'date', 'short', 'sum', 'avg', 'min', 'max', 'count', 'ratio', 'change', 'plural', 'default', '#if', '#unless', '#each', 'else']

/** Offers names where they are wanted: sources, parameters, queries, helpers, fields, periods. */
export function completions(known: () => Known) {
  return (context: CompletionContext): CompletionResult | null => {
    const text = context.state.doc.toString()
    const line = context.state.doc.lineAt(context.pos)
    const before = line.text.slice(0, context.pos - line.from)
    const offer = (pattern: RegExp, words: [string, string][]): CompletionResult | null => {
      const match = pattern.exec(before)
      if (!match) return null
      const typed = match[1] ?? ''
      return { from: context.pos - typed.length, options: words.map(([label, detail]) => ({ label, detail })), validFor: /^[#\w]*$/ }
    }
    const named = (words: string[], detail: string): [string, string][] => words.map((word) => [word, detail])
    const queries = [...text.matchAll(/^```sql\s+(\w+)/gm)].map((m) => m[1]!)
    const { sources, parameters } = known()
    return (
      offer(/^```(?:chart|table|tiles|kpi)\s+(\w*)$/, named(queries, 'query')) ??
      offer(/^```(\w*)$/, [['sql', 'a query, then its name'], ['table', 'rows of a query'], ['chart', 'a drawing of a query'], ['tiles', 'a few big numbers']]) ??
      offer(/^\s*source:\s*(\w*)$/, named(sources, 'data source')) ??
      offer(/\btype:\s*(\w*)$/, named(types, 'type')) ??
      offer(/\bdefault:\s*(\w*)$/, named(periods, 'period')) ??
      offer(/@(\w*)$/, parameters.flatMap((p): [string, string][] => (p.type === 'period' ? ['_from', '_to', '_end', '_before_from', '_before_to'].map((end): [string, string] => [p.name + end, 'date']) : [[p.name, p.type]]))) ??
      offer(/\{\{[^}]*?([#\w]*)$/, [...named(parameters.map((p) => p.name), 'parameter'), ...named(queries, 'query'), ...named(helpers, 'helper')]) ??
      (inFrontMatter(text, line.from) ? offer(/^(\w*)$/, fields.filter((f) => !new RegExp(`^${f}:`, 'm').test(text)).map((f): [string, string] => [f + ': ', 'field'])) : null)
    )
  }
}

function inFrontMatter(text: string, at: number) {
  if (!text.startsWith('---\n')) return false
  const end = text.indexOf('\n---', 3)
  return at > 3 && (end < 0 || at <= end)
}
