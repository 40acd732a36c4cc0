import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Of a server that runs beside `npm run dev`. */
const server = process.env.BROADSHEET_URL ?? 'http://127.0.0.1:5080'

const proxy = { '/api': server, '/openapi': server, '/docs': server, '/signin/': server }

const firstSource = 'src/first.ts'
const themeSource = 'src/firstPaint.js'

/**
 * The two scripts that do not wait for the app: the theme, which blocks the first paint, and what is asked for ahead. Both come under a name
 * with their hash, so that a browser that has them does not ask again.
 */
function scriptsBeforeTheApp(): Plugin {
  const theme = readFileSync(themeSource, 'utf8')
  const themeFile = `assets/first-paint-${createHash('sha256').update(theme).digest('base64url').slice(0, 8)}.js`
  return {
    name: 'scripts-before-the-app',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: themeFile, source: theme })
    },
    transformIndexHtml(_, { bundle }) {
      const first = bundle && Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry && file.name === 'first')
      return [
        { tag: 'script', attrs: { src: bundle ? `/${themeFile}` : `/${themeSource}` }, injectTo: 'head' },
        { tag: 'script', attrs: { type: 'module', async: true, src: first ? `/${first.fileName}` : `/${firstSource}` }, injectTo: 'head-prepend' },
      ]
    },
  }
}

export default defineConfig({
  plugins: [react(), scriptsBeforeTheApp()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Nothing inline: the pages' policy would refuse it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // A request each for icons of 200 bytes costs more than they weigh.
    rolldownOptions: { input: { index: 'index.html', first: firstSource }, output: { codeSplitting: { groups: [{ name: 'icons', test: /@tabler[\\/]icons-react/ }, { name: 'vendor', test: /node_modules/, minShareCount: 4 }, { name: 'parts', test: /src[\\/](parts|api|app|widgets)/, minShareCount: 4 }] } } },
    target: 'es2022',
    sourcemap: false,
    reportCompressedSize: false,
  },
  server: { proxy },
  preview: { proxy },
})
