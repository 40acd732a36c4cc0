import { startTransition, useEffect, useState, type ReactNode } from 'react'

interface Props {
  children: ReactNode
  /** Stands there meanwhile: the room that it will take. */
  until?: ReactNode
  /** What has the first turn is drawn before what has the second. */
  turn?: number
}

/** Drawn after what stands beside it, in pieces between which the page answers: for what is not looked at first. */
export function Later({ children, until, turn = 1 }: Props) {
  const [at, setAt] = useState(0)
  useEffect(() => {
    if (at < turn) startTransition(() => setAt(at + 1))
  }, [at, turn])
  return at >= turn ? children : until
}

/** Whether what was waited for is here. It says so a moment later, so that much of it is drawn in pieces too; what was here already is drawn at once. */
export function useArrived(here: boolean): boolean {
  const [arrived, setArrived] = useState(here)
  useEffect(() => startTransition(() => setArrived(here)), [here])
  return here && arrived
}
