import { useEffect, useState } from 'react'

type Listener = (text: string) => void
const listeners = new Set<Listener>()

/** Says something to screen readers, politely: what changed on the page without a person having gone there. */
export function announce(text: string) {
  for (const listener of listeners) listener(text)
}

export function LiveRegion() {
  const [text, setText] = useState('')
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const hear: Listener = (next) => {
      // Emptied first: the same words twice are otherwise no change, and not said.
      setText('')
      clearTimeout(timer)
      timer = setTimeout(() => setText(next), 60)
    }
    listeners.add(hear)
    return () => {
      listeners.delete(hear)
      clearTimeout(timer)
    }
  }, [])
  return (
    <div className="unseen" aria-live="polite" role="status" data-testid="live-region">
      {text}
    </div>
  )
}
