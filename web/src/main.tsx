import '@fontsource-variable/inter/index.css'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './app/theme.css'
import { startTransition, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App'
import { begin } from './app/begin'

const root = createRoot(document.getElementById('root')!)
const begun = begin()
void begun.ready.then(() =>
  // As a transition it is drawn in pieces, between which the page answers.
  startTransition(() =>
    root.render(
      <StrictMode>
        <App client={begun.client} router={begun.router} />
      </StrictMode>,
    ),
  ),
)
