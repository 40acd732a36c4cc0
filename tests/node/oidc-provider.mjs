// A real OpenID Connect provider for the sign-in tests: node oidc-provider.mjs <port> <redirect uri>. Any login is somebody; the password is not looked at.
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const [port, redirect] = process.argv.slice(2);
const { default: Provider } = await import(pathToFileURL(join(process.env.BROADSHEET_NODE_MODULES, 'oidc-provider', 'lib', 'index.js')).href);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: 'broadsheet', client_secret: 'client+secret/1', redirect_uris: [redirect], grant_types: ['authorization_code'], response_types: ['code'] }],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
  pkce: { required: () => true },
  cookies: { keys: ['for a test alone'] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: `${id}@example.com`, email_verified: true, name: `Person ${id}`, groups: ['qa'] }),
  }),
});
provider.listen(Number(port), '127.0.0.1', () => console.log('listening'));
