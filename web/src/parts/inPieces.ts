import { startTransition, useEffect, useMemo, useState } from 'react'

/** Rows that a window shows, or nearly: the next piece comes right after. */
const screenful = 8

const none: never[] = []

/**
 * Of rows that were not there before a screenful at once; the rest follows in pieces, between which the page answers. Rows that were there
 * stay, so that nothing moves under a reader.
 */
export function useInPieces<T extends { id: string }>(rows: T[]): T[] {
  // Not useDeferredValue: what waits as such is drawn last and together, in one long piece.
  const [settled, setSettled] = useState<T[]>(none)
  useEffect(() => startTransition(() => setSettled(rows)), [rows])
  return useMemo(() => (settled === rows ? rows : rows.slice(0, firstPiece(rows, settled))), [rows, settled])
}

/** How many of the rows are drawn at once, beside those that were. */
export function firstPiece(rows: { id: string }[], before: { id: string }[]): number {
  const known = new Set(before.map((row) => row.id))
  let fresh = 0
  const end = rows.findIndex((row) => !known.has(row.id) && ++fresh > screenful)
  return end < 0 ? rows.length : end
}
