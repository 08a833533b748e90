/** The libraries for passkey ceremonies, wallets and SCIM are large and rarely used: they are loaded on first use. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = new URL('../../', import.meta.url).href;

/** Starts a sandbox of either kind, uses one feature, and returns the modules loaded before and after. */
const program = `
  import { registerHooks } from 'node:module';
  const loaded = new Set();
  registerHooks({ load(url, context, next) {
    const name = /node_modules\\/(@simplewebauthn|@noble|scimmy)\\//.exec(url)?.[1];
    if (name) loaded.add(name);
    return next(url, context);
  } });
  const { startSandbox, startSandboxOf } = await import('${root}src/sandbox/index.ts');
  const { consumer } = await import('${root}src/sandbox/consumer/kind.ts');
  const b2b = await startSandbox({ port: 0 });
  const { origin, projectId, secret, close } = await startSandboxOf(consumer, { port: 0 });
  const authorization = 'Basic ' + btoa(projectId + ':' + secret);
  const ask = async (path, body) => {
    const headers = { authorization, 'content-type': 'application/json' };
    await fetch(origin + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return [...loaded].sort();
  };
  const provision = async (path) => {
    await fetch(b2b.origin + path, { headers: { authorization: 'Bearer x' } });
    return [...loaded].sort();
  };
  const client = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge: 'AAAA', origin: 'x' })).toString('base64url');
  const response = { clientDataJSON: client, authenticatorData: 'AAAA', signature: 'AAAA' };
  const wallet = { crypto_wallet_type: 'ethereum', crypto_wallet_address: '0x' + '1'.repeat(40) };
  console.log(JSON.stringify([
    await ask('/v1/users/search', {}),
    await provision('/v1/b2b/scim/nowhere/Devices'),
    await ask('/v1/webauthn/authenticate/start', { domain: 'localhost' }),
    await ask('/v1/webauthn/authenticate', { public_key_credential: JSON.stringify({ id: 'AAAA', response }) }),
    await ask('/v1/crypto_wallets/authenticate/start', wallet),
    await ask('/v1/crypto_wallets/authenticate/start', { ...wallet, siwe_params: { domain: 'a', uri: 'https://a', resources: [] } }),
    await provision('/v1/b2b/scim/nowhere/Users'),
  ]));
  await Promise.all([b2b.close(), close()]);
`;

it('loads the library of a passkey ceremony, a wallet or SCIM on first use', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
  const webauthn = ['@simplewebauthn'];
  expect(JSON.parse(stdout)).toEqual([
    [],
    [],
    [],
    webauthn,
    webauthn,
    ['@noble', ...webauthn],
    ['@noble', ...webauthn, 'scimmy'],
  ]);
});
