import { useEffect, useRef, useState } from 'react'
import { api, askWhole } from '../../api/client'
import { Problem } from '../../api/problem'

export type View = 'page' | 'pdf' | 'email' | 'data'

export const formats = { page: 'html', pdf: 'pdf', email: 'email', data: 'json' } as const

interface Shown {
  body: Blob
  text: string
  ms: number
}

/** What the server made of a text: the last good one stays while the next is made or fails. */
export interface Preview {
  /** Null before the first good one of this kind. */
  shown: Shown | null
  problem: Problem | null
  busy: boolean
  /** What is shown is not of the text as it stands now. */
  isOld: boolean
  again: () => void
}

export interface Asked {
  text: string
  filters: Record<string, unknown>
  view: View
  /** A report that is only read is rendered as it was saved. */
  saved: string | null
}

const pause = 400

/** Asks for a preview a moment after the last change. An answer that comes too late for a newer text is dropped. */
export function usePreview(asked: Asked, delay = pause): Preview {
  const [good, setGood] = useState<Partial<Record<View, Shown>>>({})
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const [round, setRound] = useState(0)
  const first = useRef(true)
  const key = JSON.stringify([asked.text, asked.filters, asked.view, asked.saved])
  const latest = useRef(asked)
  latest.current = asked

  useEffect(() => {
    if (latest.current.text === '') return
    const stop = new AbortController()
    const timer = setTimeout(
      () => {
        first.current = false
        setBusy(true)
        const { text, view } = latest.current
        const began = performance.now()
        fetchPreview(latest.current, stop.signal).then(
          (body) => {
            if (stop.signal.aborted) return
            setGood((old) => ({ ...old, [view]: { body, text, ms: Math.round(performance.now() - began) } }))
            setProblem(null)
            setBusy(false)
          },
          (error: unknown) => {
            if (stop.signal.aborted) return
            setProblem(Problem.of(error))
            setBusy(false)
          },
        )
      },
      first.current ? 0 : delay,
    )
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [key, round, delay])

  const shown = good[asked.view] ?? null
  return { shown, problem, busy, isOld: shown !== null && (shown.text !== asked.text || problem !== null), again: () => setRound((n) => n + 1) }
}

async function fetchPreview({ text, filters, view, saved }: Asked, signal: AbortSignal): Promise<Blob> {
  const format = formats[view]
  const call = saved
    ? api.POST('/api/v1/reports/templates/{id}/render', { params: { path: { id: saved } }, body: { filters, format }, parseAs: 'blob', signal })
    : api.POST('/api/v1/reports/templates/preview', { body: { text, filters, format }, parseAs: 'blob', signal })
  return (await askWhole(call as Promise<{ data?: Blob; error?: unknown; response: Response }>)).data
}
