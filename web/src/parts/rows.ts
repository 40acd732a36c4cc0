import { useRef } from 'react'
import { useShortcuts } from '../app/keyboard'

/** J and K walk the rows that carry `data-row`; Enter in one follows its first link or button. */
export function useRowKeys() {
  const box = useRef<HTMLDivElement>(null)
  function step(by: 1 | -1) {
    const rows = [...(box.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    const at = rows.findIndex((row) => row.contains(document.activeElement))
    rows[Math.min(Math.max(at + by, 0), rows.length - 1)]?.focus()
  }
  useShortcuts([
    { key: 'j', label: 'Next row', run: () => step(1) },
    { key: 'k', label: 'Row before', run: () => step(-1) },
    { key: 'Enter', label: 'Open the row', run: () => open(document.activeElement) },
  ])
  return box
}

function open(element: Element | null) {
  if (!(element instanceof HTMLElement)) return
  if (element.matches('[data-row]')) element.querySelector<HTMLElement>('a, button')?.click()
  else element.click()
}
