import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core'

const key = 'broadsheet-theme'

/** Keeps the choice where firstPaint.js looks for it before the first paint. */
export function colorSchemeManager(): MantineColorSchemeManager {
  let stop = () => {}
  return {
    get: (fallback) => read() ?? fallback,
    set: (value) => write(value),
    subscribe(onUpdate) {
      const hear = (event: StorageEvent) => {
        if (event.key === key) onUpdate(read() ?? 'auto')
      }
      window.addEventListener('storage', hear)
      stop = () => window.removeEventListener('storage', hear)
    },
    unsubscribe: () => stop(),
    clear: () => write('auto'),
  }
}

function read(): MantineColorScheme | null {
  try {
    const value = localStorage.getItem(key)
    return value === 'light' || value === 'dark' || value === 'auto' ? value : null
  } catch {
    return null
  }
}

function write(value: MantineColorScheme) {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
