import { MantineProvider, type MantineColorScheme } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, Outlet, RouterProvider } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { LiveRegion } from '../app/announce'
import { KeyboardProvider } from '../app/keyboard'
import { theme, variables } from '../app/theme'
import { readSearch, writeSearch } from '../app/url'

interface Props {
  children: ReactNode
  /** The address that the widget sees. */
  at?: string
  scheme?: MantineColorScheme
  client?: QueryClient
}

/** Everything that a widget needs around it, for tests and stories: theme, router, queries, keyboard. */
export function Stage({ children, at = '/', scheme, client }: Props) {
  const [queries] = useState(() => client ?? new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } }))
  const [router] = useState(() => {
    const root = createRootRoute({ component: () => <Outlet />, notFoundComponent: () => <>{children}</> })
    return createRouter({ routeTree: root, history: createMemoryHistory({ initialEntries: [at] }), parseSearch: readSearch, stringifySearch: writeSearch })
  })
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} env="test" {...(scheme && scheme !== 'auto' ? { forceColorScheme: scheme } : {})}>
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-right" transitionDuration={0} />
        <LiveRegion />
        <KeyboardProvider>
          <RouterProvider router={router as never} />
        </KeyboardProvider>
      </QueryClientProvider>
    </MantineProvider>
  )
}
