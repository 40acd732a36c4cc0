import { useDeferredValue, useMemo } from 'react'

/** Rows that a high window shows. */
const screenful = 12

const none: never[] = []

/**
 * Of rows that were not there before a screenful at once; the rest follows in pieces, between which the page answers. Rows that were there
 * stay, so that nothing moves under a reader.
 */
export function useInPieces<T extends { id: string }>(rows: T[]): T[] {
  const settled = useDeferredValue(rows, none)
  return useMemo(() => (settled === rows ? rows : rows.slice(0, firstPiece(rows, settled))), [rows, settled])
}

/** How many of the rows are drawn at once, beside those that were. */
export function firstPiece(rows: { id: string }[], before: { id: string }[]): number {
  const known = new Set(before.map((row) => row.id))
  let fresh = 0
  const end = rows.findIndex((row) => !known.has(row.id) && ++fresh > screenful)
  return end < 0 ? rows.length : end
}
