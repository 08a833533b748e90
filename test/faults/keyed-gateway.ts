/** A gateway over a fake Stytch that serves public keys and the RBAC policy, or responses of the test. */
import type { ChildProcess } from 'node:child_process';
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { vi } from 'vitest';
import { schema } from '../../schema/b2b/index.ts';
import { createRefusedTokens } from '../../src/auth/refused-tokens.ts';
import { createGateway } from '../../src/gateway.ts';
import { createStytchClient, type StytchClient, withContractTypes } from '../../src/stytch/client/client.ts';
import type { Log } from '../../src/stytch/log.ts';
import { b2b } from '../../src/vertical/b2b.ts';
import { openListener, unlimitedThrottle } from '../gateway.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const PROJECT = 'project-test-keys';
export const SECRET = 'secret-test-keys';
export const SERVER_KEY = 'sgk_keys_admin';
export const sha256 = createHash('sha256').update(SERVER_KEY).digest('hex');
export const JWKS = `/v1/b2b/sessions/jwks/${PROJECT}`;
export const POLICY = '/v1/b2b/rbac/policy';
export const WHO = '{ viewer { kind } }';
export const CAN = '{ viewer { can(resourceId: "stytch.member", action: "search") } }';

/** A key pair in the form in which Stytch publishes it. */
export interface SigningKey {
  readonly kid: string;
  readonly secret: KeyObject;
  readonly published: object;
}

export function signingKey(kid: string): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = publicKey.export({ format: 'jwk' });
  return { kid, secret: privateKey, published: { ...jwk, kid, use: 'sig', alg: 'RS256', key_ops: ['verify'] } };
}

export const first = signingKey('jwk-test-1');
export const second = signingKey('jwk-test-2');

export const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
let minted = 0;

/** A unique session JWT that was issued the given number of milliseconds ago. */
export function session({ kid, secret }: SigningKey, ago = 0, member = 'member-test-1'): string {
  const now = Math.floor((Date.now() - ago) / SECOND);
  minted += 1;
  const text = `${part({ alg: 'RS256', kid, typ: 'JWT' })}.${part({
    iss: `stytch.com/${PROJECT}`,
    aud: [PROJECT],
    sub: member,
    iat: now,
    nbf: now,
    exp: now + 300,
    'https://stytch.com/session': { id: `session-${minted}`, roles: ['searcher'] },
    'https://stytch.com/organization': { organization_id: 'organization-test-1', slug: 'slug' },
  })}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), secret).toString('base64url')}`;
}

export type RespondToRequest = (response: ServerResponse) => void;
export const json =
  (body: object, status = 200): RespondToRequest =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...body, request_id: 'request-id-test-1', status_code: status }));
  };
export const html =
  (status: number): RespondToRequest =>
  (response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html><h1>lb-internal</h1></html>');
  };
export const reset: RespondToRequest = (response) => {
  response.socket?.resetAndDestroy();
};
export const keySet = (...keys: SigningKey[]): RespondToRequest =>
  json({ keys: keys.map(({ published }) => published) });
export const policy = json({
  policy: {
    roles: [
      { role_id: 'searcher', description: '', permissions: [{ resource_id: 'stytch.member', actions: ['search'] }] },
    ],
    resources: [],
    scopes: [],
  },
});

/** A Stytch that serves keys and a policy, or responses of the test. */
interface Fake {
  readonly origin: string;
  jwks: RespondToRequest;
  policy: RespondToRequest;
  /** Paths of the received calls, with times. */
  readonly asked: { readonly path: string; readonly at: number }[];
  hangUp(): void;
  close(): void;
}

async function startFake(): Promise<Fake> {
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    fake.asked.push({ path, at: Date.now() });
    if (path === JWKS) fake.jwks(response);
    else if (path === POLICY) fake.policy(response);
    else json({ error_type: 'organization_not_found', error_message: '', error_url: '' }, 404)(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const fake: Fake = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    jwks: keySet(first),
    policy,
    asked: [],
    hangUp: () => server.closeAllConnections(),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return fake;
}

/** Advances the clock of this process by a number of milliseconds. */
export const goOn = (milliseconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + milliseconds });

interface Said {
  data?: { viewer: { kind?: string; can?: boolean } | null } | null;
  errors?: { extensions: { code: string } }[];
}

export async function answerOf(response: Response): Promise<string> {
  const { data, errors = [] } = (await response.json()) as Said;
  const [error] = errors;
  return error ? error.extensions.code : String(data?.viewer?.kind ?? data?.viewer?.can);
}

export const request = (origin: string, token: string, query: string) =>
  new Request(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });

/** The shortest interval between two of these times, in milliseconds. */
export const closest = (asked: readonly { at: number }[]) =>
  Math.min(...asked.slice(1).map(({ at }, index) => at - (asked[index]?.at ?? 0)));

export type KeyedGateway = Awaited<ReturnType<typeof startKeyedGateway>>;

/** Starts the fake and a gateway over it. */
export const startKeyedGateway = async () => {
  /** Calls to the fake that are in progress. */
  const underWay = new Set<Promise<object>>();
  function remembered(call: Promise<object>): Promise<object> {
    const done = () => void underWay.delete(call);
    underWay.add(call);
    call.then(done, done);
    return call;
  }

  const fake = await startFake();
  const logged: string[] = [];
  const programs: ChildProcess[] = [];
  const write = (message: string) => logged.push(message);
  const log: Log = { info: () => {}, warn: write, error: write };
  const client = createStytchClient({
    baseUrl: fake.origin,
    telemetryUrl: fake.origin,
    projectId: PROJECT,
    secret: SECRET,
    log,
  });
  const stytch: StytchClient = { ...client, ...withContractTypes((...given) => remembered(client.send(...given))) };
  const gateway = createGateway({
    schema,
    stytch,
    baseUrl: fake.origin,
    apiKeys: [{ name: 'test', sha256, scopes: ['admin'] }],
    log,
    timeout: 10 * SECOND,
    introspection: 'on',
    tries: unlimitedThrottle(),
    refusedTokens: createRefusedTokens(b2b, 1e6),
    trustProxy: 0,
  });
  const listener = await openListener(gateway);

  /** Waits until all background calls have completed or failed. */
  const settled = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.allSettled(underWay);
  };

  const asksFor = (path: string) => fake.asked.filter((each) => each.path === path);
  /** The response to a caller: their kind, their permission, or an error code. */
  const ask = async (token: string, query = WHO) =>
    answerOf(await listener.fetch(request('http://localhost', token, query)));

  const close = async () => {
    vi.useRealTimers();
    for (const program of programs.splice(0)) program.kill('SIGKILL');
    await listener.close();
    fake.hangUp();
    await stytch.close();
    fake.close();
  };

  return { fake, stytch, gateway, listener, logged, log, programs, asksFor, ask, settled, close };
};
