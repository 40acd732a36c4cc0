import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

export type UrlState = Record<string, string>

/** `?q=a&state=failing`, plain text both ways: an address that a person can read and change. */
export function readSearch(text: string): UrlState {
  return Object.fromEntries(new URLSearchParams(text))
}

export function writeSearch(state: Record<string, unknown>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(state)) if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  const text = search.toString()
  return text ? `?${text}` : ''
}

/** Filters, sort and page live in the address. An undefined or empty value leaves it; typing replaces, choosing adds to the history. */
export function useUrlState(): [UrlState, (change: Record<string, string | undefined>, how?: { replace?: boolean }) => void] {
  const state = useSearch({ strict: false }) as UrlState
  const navigate = useNavigate()
  const set = useCallback(
    (change: Record<string, string | undefined>, how: { replace?: boolean } = {}) => {
      void navigate({
        to: '.',
        search: ((old: UrlState) => ({ ...old, ...change })) as never,
        replace: how.replace ?? false,
        resetScroll: false,
      })
    },
    [navigate],
  )
  return [state, set]
}

/** A part of the address's path. */
export function useParam(name: string): string {
  return (useParams({ strict: false }) as UrlState)[name] ?? ''
}

/** Goes to an address of this app that is made at run time. */
export function useGo() {
  const navigate = useNavigate()
  return useCallback((to: string, search: UrlState = {}) => void navigate({ to, search: search as never }), [navigate])
}
