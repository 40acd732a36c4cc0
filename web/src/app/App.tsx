import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { LiveRegion } from './announce'
import { colorSchemeManager } from './colorScheme'
import { KeyboardProvider } from './keyboard'
import { makeQueryClient } from './queries'
import { makeRouter } from './router'
import { theme, variables } from './theme'

const colors = colorSchemeManager()
const nonce = () => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

export function App() {
  const [client] = useState(makeQueryClient)
  const [router] = useState(makeRouter)
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} colorSchemeManager={colors} defaultColorScheme="auto" getStyleNonce={nonce}>
      <QueryClientProvider client={client}>
        <Notifications position="bottom-right" limit={4} />
        <LiveRegion />
        <KeyboardProvider>
          <RouterProvider router={router} />
        </KeyboardProvider>
      </QueryClientProvider>
    </MantineProvider>
  )
}
