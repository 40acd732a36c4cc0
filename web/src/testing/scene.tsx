import { useState, type ReactNode } from 'react'
import { fakeApi } from './fakeApi'
import { me } from './samples'
import { Stage } from './Stage'

type Routes = Parameters<typeof fakeApi>[0]

/** A page or widget before a server of our making: a story, and what a test renders. */
export function scene(page: ReactNode, routes: Routes, at = '/') {
  return { render: () => <Scene page={page} routes={routes} at={at} /> }
}

function Scene({ page, routes, at }: { page: ReactNode; routes: Routes; at: string }) {
  useState(() => {
    window.fetch = fakeApi({ 'GET /api/v1/me': me, 'GET /api/v1/members': { items: [], next_cursor: null }, ...routes }).fetch
  })
  return <Stage at={at}>{page}</Stage>
}

export const listOf = (...items: unknown[]) => ({ items, next_cursor: null })
