// The built server with a data folder of its own, for tests and for reading its API document.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

export const operator = { email: 'op@example.com', password: 'Correct-horse-7-battery', key: 'bsk_accept01_' + 'k'.repeat(43) }

function builtServer() {
  const found = ['Release', 'Debug']
    .map((kind) => join(root, 'src', 'Broadsheet.Server', 'bin', kind, 'net10.0', 'Broadsheet.Server.dll'))
    .filter(existsSync)
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0]
  if (!found) throw new Error('Build the server first: dotnet build src/Broadsheet.Server -c Release')
  return found
}

/** Starts it; `settings` are environment variables. Without `Bootstrap` ones it has the operator above. */
export async function startServer(settings = {}, { bootstrap = true } = {}) {
  const data = mkdtempSync(join(tmpdir(), 'broadsheet-web-'))
  const environment = {
    ...process.env,
    ASPNETCORE_URLS: 'http://127.0.0.1:0',
    Broadsheet__Data: data,
    ...(bootstrap && { Broadsheet__Bootstrap__Email: operator.email, Broadsheet__Bootstrap__Password: operator.password, Broadsheet__Bootstrap__ApiKey: operator.key }),
    ...settings,
  }
  const child = spawn('dotnet', [builtServer()], { cwd: data, env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const address = await new Promise((resolve, reject) => {
    const hear = (chunk) => {
      output += chunk
      const at = /Now listening on: (http:\S+)/.exec(output)
      if (at && (bootstrap || output.includes('/signin/'))) resolve(at[1])
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('exit', (code) => reject(new Error(`The server ended with ${code}:\n${output}`)))
  })
  return {
    address,
    data,
    link: /(http:\S+\/signin\/\S+)/.exec(output)?.[1],
    log: () => output,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
      rmSync(data, { recursive: true, force: true })
    },
  }
}
