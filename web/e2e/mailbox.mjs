// A mail server with a mailbox (Debian's python3-aiosmtpd), for what the built server sends.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const program = `
import asyncio, sys
from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP
async def serve():
    box = Mailbox(sys.argv[1])
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box, hostname='mail.example.com', enable_SMTPUTF8=True), '127.0.0.1', 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(serve())
`

export async function startMailbox() {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-mailbox-'))
  const box = join(folder, 'mail')
  const child = spawn('/usr/bin/python3', ['-c', program, box], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const port = await new Promise((resolve, reject) => {
    child.stderr.on('data', (chunk) => (said += chunk))
    child.stdout.once('data', (chunk) => resolve(Number(String(chunk))))
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`The mail server ended with ${code}:\n${said}`)))
  })
  return {
    /** What makes a server of ours send here. */
    settings: {
      Broadsheet__Mail__Host: '127.0.0.1',
      Broadsheet__Mail__Port: String(port),
      Broadsheet__Mail__Security: 'none',
      Broadsheet__Mail__From: 'reports@example.com',
      Broadsheet__Outbound__Allow: '127.0.0.1',
    },
    mails: () => readdirSync(join(box, 'new')).map((name) => readFileSync(join(box, 'new', name), 'utf8')),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
