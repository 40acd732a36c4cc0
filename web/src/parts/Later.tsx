import { useDeferredValue, type ReactNode } from 'react'

/** Drawn after what stands beside it, in pieces between which the page answers: for what is not looked at first. */
export function Later({ children, until }: { children: ReactNode; until?: ReactNode }) {
  return useDeferredValue(true, false) ? children : until
}
