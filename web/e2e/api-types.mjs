// Writes src/api/schema.d.ts from the API document that the built server answers, so that the app's types are the server's.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import openapi, { astToString } from 'openapi-typescript'
import { operator, startServer } from './server.mjs'

const target = join(dirname(fileURLToPath(import.meta.url)), '..', 'src', 'api', 'schema.d.ts')
const server = await startServer({ Broadsheet__Demo: 'false', Broadsheet__Worker: 'false' })
try {
  const answer = await fetch(server.address + '/openapi/v1.json', { headers: { Authorization: `Bearer ${operator.key}` } })
  if (!answer.ok) throw new Error(`The API document was answered ${answer.status}.`)
  const text = '// Made by `npm run api` from the server\'s own document; not kept in the repository.\n' + astToString(await openapi(await answer.json()))
  let old = ''
  try {
    old = readFileSync(target, 'utf8')
  } catch {
    // The first time.
  }
  if (old !== text) writeFileSync(target, text)
} finally {
  await server.stop()
}
