import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { Later } from '../parts/Later'
import { LiveRegion } from './announce'
import { colorSchemeManager } from './colorScheme'
import { KeyboardProvider } from './keyboard'
import type { makeRouter } from './router'
import { theme, variables } from './theme'

const colors = colorSchemeManager()
const nonce = () => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

export function App({ client, router }: { client: QueryClient; router: ReturnType<typeof makeRouter> }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} colorSchemeManager={colors} defaultColorScheme="auto" getStyleNonce={nonce}>
      <QueryClientProvider client={client}>
        <Later>
          <Notifications position="bottom-right" limit={4} />
        </Later>
        <LiveRegion />
        <KeyboardProvider>
          <RouterProvider router={router} />
        </KeyboardProvider>
      </QueryClientProvider>
    </MantineProvider>
  )
}
