// What the server's build calls: packages where they are missing, the app, and its files compressed. One at a time: two builds
// of the server may run side by side.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const here = dirname(fileURLToPath(import.meta.url))
const dist = join(here, 'dist')
const lock = join(here, '.building')
const compressed = /\.(js|css|svg|html|json|txt)$/

const npm = (...args) => execFileSync('npm', args, { cwd: here, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' })

function isInstalled() {
  const mark = join(here, 'node_modules', '.package-lock.json')
  return existsSync(mark) && existsSync(join(here, 'node_modules', 'vite')) && statSync(mark).mtimeMs >= statSync(join(here, 'package-lock.json')).mtimeMs
}

/** Another build has the lock as long as its process lives. */
function holderLives() {
  try {
    process.kill(Number(readFileSync(join(lock, 'pid'), 'utf8')), 0)
    return true
  } catch (error) {
    return error.code === 'ENOENT' && existsSync(lock) && Date.now() - statSync(lock).mtimeMs < 5_000
  }
}

async function withLock(work) {
  for (;;) {
    try {
      mkdirSync(lock)
      break
    } catch {
      if (!holderLives()) rmSync(lock, { recursive: true, force: true })
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
  writeFileSync(join(lock, 'pid'), String(process.pid))
  try {
    work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

function compress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) compress(path)
    else if (compressed.test(entry.name) && statSync(path).size > 1024) {
      const bytes = readFileSync(path)
      writeFileSync(path + '.br', brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }))
      writeFileSync(path + '.gz', gzipSync(bytes, { level: 9 }))
    }
  }
}

await withLock(() => {
  if (!isInstalled()) npm('ci', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error')
  npm('run', '--silent', 'build')
  compress(dist)
  writeFileSync(join(dist, '.built'), '')
})
