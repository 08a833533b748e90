import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consumer } from '../../src/sandbox/consumer/kind.ts';
import { startSandbox, startSandboxOf } from '../../src/sandbox/index.ts';
import { seedId } from '../../src/sandbox/seed/id.ts';
import { consumerSdkClient, sdkClient } from './sdk.ts';

const verifier = 'a-verifier-that-the-app-keeps-for-itself-1234567';
const challenge = createHash('sha256').update(verifier).digest('base64url');
const appOf = (key: string) => ({
  client_id: seedId('connected-app', key),
  redirect_uri: key === 'crumb-cli' ? 'http://127.0.0.1:8976/callback' : `https://${key}.example/callback`,
});

/** Somebody of each kind of project, who authorizes apps by the vendor's SDK. */
const kinds = {
  b2b: async () => {
    const sandbox = await startSandbox({ port: 0, now });
    const { organization_id, member_id } = (await sandbox.world()).credentials.admin;
    const { idp } = sdkClient(sandbox);
    return {
      sandbox,
      personId: member_id,
      authorize: (asked: Asked) => idp.oauth.authorize({ ...asked, organization_id, member_id }),
    };
  },
  consumer: async () => {
    const sandbox = await startSandboxOf(consumer, { port: 0, now });
    const { user_id } = (await sandbox.world()).credentials.user;
    const { idp } = consumerSdkClient(sandbox);
    return { sandbox, personId: user_id, authorize: (asked: Asked) => idp.oauth.authorize({ ...asked, user_id }) };
  },
};
type Asked = {
  client_id: string;
  redirect_uri: string;
  response_type: string;
  scopes: string[];
  consent_granted: boolean;
  nonce?: string;
  code_challenge?: string;
  resources?: string[];
};

let ahead = 0;
const now = () => new Date(Date.now() + ahead);

describe.each(['b2b', 'consumer'] as const)('the token endpoint of a %s project', (kind) => {
  let made: Awaited<ReturnType<(typeof kinds)[typeof kind]>>;
  beforeAll(async () => {
    made = await kinds[kind]();
  });
  afterAll(() => made.sandbox.close());

  const secretOf = (client_id: string) => made.sandbox.store.connectedApps.get(client_id)?.client_secret ?? '';
  const codeOf = async (key: string, more: Partial<Asked> = {}) => {
    const asked = { ...appOf(key), response_type: 'code', scopes: ['openid'], consent_granted: true, ...more };
    return (await made.authorize(asked)).authorization_code ?? '';
  };
  const ask = async (form: Record<string, string>, headers: Record<string, string> = {}) => {
    const response = await fetch(`${made.sandbox.origin}/v1/public/${made.sandbox.projectId}/oauth2/token`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ grant_type: 'authorization_code', ...form }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  };
  const desktop = appOf('crumb-desktop');
  const right = (code: string) => ({ ...desktop, client_secret: secretOf(desktop.client_id), code });
  const invalidGrant = { status: 400, body: { error: 'invalid_grant' } };

  test('gives tokens for a code, once', async () => {
    const code = await codeOf('crumb-desktop', {
      scopes: ['openid', 'full_access'],
      nonce: 'n-1',
      resources: ['https://api.example'],
    });
    const { status, body } = await ask(right(code));
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { token_type: 'bearer', expires_in: 3600, scope: 'openid full_access' },
    });
    expect(decodeJwt(body['access_token'] ?? '')).toMatchObject({
      sub: made.personId,
      aud: [made.sandbox.projectId, 'https://api.example'],
      client_id: desktop.client_id,
    });
    expect(decodeJwt(body['id_token'] ?? '')).toMatchObject({
      sub: made.personId,
      aud: [desktop.client_id],
      nonce: 'n-1',
    });
    expect(await ask(right(code))).toMatchObject(invalidGrant);
  });

  test('takes the secret of a client by Basic, and gives an ID token only for openid', async () => {
    const code = await codeOf('crumb-desktop', { scopes: ['profile'] });
    const basic = Buffer.from(`${desktop.client_id}:${encodeURIComponent(secretOf(desktop.client_id))}`);
    const authorization = `Basic ${basic.toString('base64')}`;
    const { status, body } = await ask({ code, redirect_uri: desktop.redirect_uri }, { authorization });
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('id_token');
  });

  test('asks a public client for its verifier and no secret', async () => {
    const cli = appOf('crumb-cli');
    const code = await codeOf('crumb-cli', { code_challenge: challenge });
    expect(await ask({ ...cli, code })).toMatchObject(invalidGrant);
    expect(await ask({ ...cli, code, code_verifier: `${verifier}8` })).toMatchObject(invalidGrant);
    expect(await ask({ ...cli, code, code_verifier: verifier, client_secret: 'x' })).toMatchObject({ status: 401 });
    const { status, body } = await ask({ ...cli, code, code_verifier: verifier });
    expect([status, body['expires_in']]).toEqual([200, 900]);
  });

  test.each<[string, Record<string, string>, number, string]>([
    ['a wrong secret', { client_secret: 'x' }, 401, 'invalid_client'],
    ['no secret', { client_secret: '' }, 401, 'invalid_client'],
    ['an unknown client', { client_id: 'connected-app-test-none' }, 401, 'invalid_client'],
    ['another redirect URI', { redirect_uri: 'https://elsewhere.example' }, 400, 'invalid_grant'],
    ['a verifier without a challenge', { code_verifier: verifier }, 400, 'invalid_grant'],
    ['another code', { code: 'x' }, 400, 'invalid_grant'],
    ['no code', { code: '' }, 400, 'invalid_request'],
  ])('refuses %s, and the code still works', async (_, wrong, status, error) => {
    const code = await codeOf('crumb-desktop');
    expect(await ask({ ...right(code), ...wrong })).toMatchObject({ status, body: { error } });
    expect(await ask(right(code))).toMatchObject({ status: 200 });
  });

  test('refuses a code of another client, one that is too old, and one whose consent was withdrawn', async () => {
    const ledgerly = appOf('ledgerly');
    const secret = { client_secret: secretOf(ledgerly.client_id) };
    expect(await ask({ ...ledgerly, ...secret, code: await codeOf('crumb-desktop') })).toMatchObject(invalidGrant);
    const old = await codeOf('crumb-desktop');
    ahead = 10 * 60_000;
    expect(await ask(right(old))).toMatchObject(invalidGrant);
    const withdrawn = await codeOf('crumb-desktop');
    made.sandbox.store.consents.clear();
    expect(await ask(right(withdrawn))).toMatchObject(invalidGrant);
    ahead = 0;
  });
});
