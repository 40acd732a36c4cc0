import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { follow } from '../api/events'
import type { Change } from '../api/types'
import classes from './shell.module.css'

type Listener = (changes: Change[]) => void
const listeners = new Set<Listener>()

/** Hands changes to the widgets that watch; tests and stories call it in place of a server. */
export function tell(changes: Change[]) {
  for (const listener of listeners) listener(changes)
}

/** What changes in the workspace while the widget is there. */
export function useChanges(listener: Listener) {
  const latest = useRef(listener)
  latest.current = listener
  useEffect(() => {
    const hear: Listener = (changes) => latest.current(changes)
    listeners.add(hear)
    return () => {
      listeners.delete(hear)
    }
  }, [])
}

const patience = 3_000

/** The one connection of a page; says so when it has been gone for a while. */
export function Live() {
  const client = useQueryClient()
  const [stale, setStale] = useState(false)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let gone = false
    const stop = follow({
      onChanges: tell,
      onReset: () => void client.invalidateQueries(),
      onState(live) {
        clearTimeout(timer)
        if (live) {
          setStale(false)
          if (gone) void client.invalidateQueries()
          gone = false
        } else {
          gone = true
          timer = setTimeout(() => setStale(true), patience)
        }
      },
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [client])

  return (
    <div role="status" className={stale ? classes.stale : 'unseen'}>
      {stale ? 'The server cannot be reached. What you see may be out of date; trying again…' : ''}
    </div>
  )
}
