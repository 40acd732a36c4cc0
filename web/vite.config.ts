import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Of a server that runs beside `npm run dev`. */
const server = process.env.BROADSHEET_URL ?? 'http://127.0.0.1:5080'

const proxy = { '/api': server, '/openapi': server, '/docs': server, '/signin/': server }

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Nothing inline: the pages' policy would refuse it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // A request each for icons of 200 bytes costs more than they weigh.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'icons', test: /@tabler[\\/]icons-react/ }] } } },
    target: 'es2022',
    sourcemap: false,
    reportCompressedSize: false,
  },
  server: { proxy },
  preview: { proxy },
})
