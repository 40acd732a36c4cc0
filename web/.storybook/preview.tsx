import '@fontsource-variable/inter/index.css'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '../src/app/theme.css'
import type { Decorator, Preview } from '@storybook/react-vite'
import { Stage } from '../src/testing/Stage'
import { fakeApi } from '../src/testing/fakeApi'
import { answers } from '../src/testing/samples'

/** Each story has its own server: the good answers, and what it says otherwise in `parameters.api`. A `bare` one is a whole page. */
const withServer: Decorator = (Story, context) => {
  window.fetch = fakeApi({ ...answers, ...(context.parameters.api as Record<string, unknown> | undefined) }).fetch
  return (
    <Stage key={context.id} at={(context.parameters.at as string | undefined) ?? '/'} scheme={context.globals.scheme === 'dark' ? 'dark' : 'light'}>
      {context.parameters.bare ? (
        <Story />
      ) : (
        <main style={{ maxWidth: (context.parameters.width as number | undefined) ?? 420, padding: 16 }}>
          <h1 className="unseen">{context.title}</h1>
          <Story />
        </main>
      )}
    </Stage>
  )
}

const preview: Preview = {
  decorators: [withServer],
  globalTypes: { scheme: { description: 'Theme', toolbar: { title: 'Theme', items: ['light', 'dark'] } } },
  initialGlobals: { scheme: 'light' },
  parameters: { layout: 'fullscreen' },
}

export default preview
