/**
 * T53: a rejected bearer token does not prevent a sign-in, and permits nothing else. Requests come over a socket,
 * generated from the schema, which includes root fields that are added later.
 */
import { createPrivateKey, sign } from 'node:crypto';
import type { Dispatcher } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRefusedTokens } from '../../src/auth/refused-tokens.ts';
import { keyId, signingKey } from '../../src/sandbox/shared/signing-key.ts';
import { mintM2mToken } from '../../src/sandbox/shared/tokens.ts';
import { createTries } from '../../src/sign-in/throttle.ts';
import { traitsOf } from '../../src/stytch/contract/traits.ts';
import type { OperationKey } from '../../src/stytch/contract/types.ts';
import { b2b } from '../../src/vertical/b2b.ts';
import { gatewayOverSandbox, type SandboxGateway, unlimitedThrottle } from '../gateway.ts';
import { roots } from './b2b-roots.ts';
import { buildRequest, fieldAccessOf, type GraphField, proofsOf, sampleProofs, takenBy } from './request.ts';
import { type ListeningGateway, listenOnLoopback } from './socket.ts';

const AUTHENTICATE = 'api_b2b_session_v1_Authenticate';
const PASSWORD = 'api_b2b_password_v1_Authenticate';
const RESOLVES = 'api_organization_v1_Get';
const INVALID = 'Bearer error="invalid_token"';
const EXPIRED = 'Invalid or expired token. Sign in again, or send no token.';

interface GraphqlError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string };
}

interface Response {
  readonly status: number;
  readonly challenge: string | null;
  readonly text: string;
  readonly data: Record<string, Record<string, unknown> | null> | null | undefined;
  readonly errors: readonly GraphqlError[];
  /** Operations that reached Stytch, except the lookup of an organization's id, which is cached. */
  readonly calls: readonly string[];
}

interface Served {
  readonly g: SandboxGateway;
  readonly listening: ListeningGateway;
  send(headers: Record<string, string>, query: string, variables?: object): Promise<Response>;
}

async function serve(settings: Parameters<typeof gatewayOverSandbox>[0] = {}): Promise<Served> {
  const g = await gatewayOverSandbox({
    tries: unlimitedThrottle(),
    refusedTokens: createRefusedTokens(b2b, 1e6),
    ...settings,
  });
  const listening = await listenOnLoopback(g.gateway);
  return {
    g,
    listening,
    async send(headers, query, variables) {
      g.calls.length = 0;
      const response = await fetch(`http://127.0.0.1:${listening.port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
      const text = await response.text();
      // The test names its expectation and asserts it.
      const { data, errors = [] } = JSON.parse(text) as Pick<Response, 'data'> & { errors?: GraphqlError[] };
      const calls = g.calls.map(({ id }) => id).filter((id) => id !== RESOLVES);
      return {
        status: response.status,
        challenge: response.headers.get('www-authenticate'),
        text,
        data,
        errors,
        calls,
      };
    },
  };
}

const stop = async ({ g, listening }: Served): Promise<void> => {
  await listening.close();
  await g.close();
};

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => stop(served));

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const WRONG_KEY = bearer('sgk_of_no_server');

/** Whether a field works with a rejected bearer token, computed independently of the gateway's own check. */
const opens = (field: GraphField): boolean => {
  const { access, operations } = field.extensions as { access: unknown; operations?: readonly OperationKey[] };
  return access === 'anyone'
    ? (operations ?? []).some((operation) => traitsOf(operation).sends)
    : Object.keys(proofsOf(fieldAccessOf(field))).length > 0;
};
const cases = roots.map(([kind, field]) => [field.name, kind, field] as const);
const open = cases.filter(([, , field]) => opens(field));
const closed = cases.filter(([, , field]) => !opens(field));

/** A request for each proof that the field accepts, in its form; one request if it accepts none. */
function requests(kind: 'query' | 'mutation', field: GraphField) {
  const proofs = Object.entries(proofsOf(fieldAccessOf(field)));
  const given = proofs.length > 0 ? proofs.map(([name, proof]) => ({ [name]: sampleProofs[proof] })) : [{}];
  return given.map((proof) => buildRequest(kind, field, proof));
}

const withoutIds = (text: string) => text.replaceAll(/request-id-test-[\w-]+/g, 'ID');

describe('a rejected bearer token, with each root field', () => {
  it('covers fields that need no bearer token, and more that do', () => {
    expect(open.length).toBeGreaterThan(30);
    expect(closed.length).toBeGreaterThan(open.length);
  });

  it.each(open)('%s runs as for a visitor: same response, same calls', async (_, kind, field) => {
    for (const { document, variables } of requests(kind, field)) {
      const visitor = await served.send({}, document, variables);
      const refused = await served.send(WRONG_KEY, document, variables);
      expect(withoutIds(refused.text)).toBe(withoutIds(visitor.text));
      expect([refused.status, refused.challenge, refused.calls]).toEqual([200, null, visitor.calls]);
      expect(refused.text).not.toContain(EXPIRED);
    }
  });

  it.each(closed)('%s returns UNAUTHENTICATED without a call', async (_, kind, field) => {
    const { document, variables } = buildRequest(kind, field, {});
    const { status, challenge, data, errors, calls } = await served.send(WRONG_KEY, document, variables);
    expect([status, challenge, data, calls]).toEqual([401, INVALID, undefined, []]);
    expect(errors.map(({ message, extensions }) => [message, extensions.code])).toEqual([[EXPIRED, 'UNAUTHENTICATED']]);
  });

  const optional = open.filter(([, , field]) => {
    const proofs = Object.keys(proofsOf(fieldAccessOf(field)));
    return proofs.length > 0 && !proofs.some((name) => takenBy(buildRequest('mutation', field, {})).has(name));
  });

  it('covers more than four fields with an optional proof', () => expect(optional.length).toBeGreaterThan(4));

  it.each(optional)('%s returns UNAUTHENTICATED without a proof and without a call', async (_, kind, field) => {
    const { document, variables } = buildRequest(kind, field, {});
    const { status, challenge, data, errors, calls } = await served.send(WRONG_KEY, document, variables);
    expect([status, challenge, data, calls]).toEqual([401, INVALID, undefined, []]);
    expect(errors.map(({ message }) => message)).toEqual([EXPIRED]);
  });
});

const SIGN_IN = `authenticateMemberPassword(input: {
  organizationId: "fernhill-bakery", emailAddress: "benedikt@fernhill.example", password: "rye needs a longer proof"
}) { ... on AuthenticateMemberPasswordPayload { outcome { __typename } member { name } } ... on MutationError { code } }`;
const SENT = `sendMemberMagicLink(input: {
  organizationId: "fernhill-bakery", emailAddress: "benedikt@fernhill.example"
}) { ... on SendMemberMagicLinkPayload { __typename } ... on MutationError { code } }`;
const RENEWED = `authenticateMemberSession(input: { session: { sessionToken: $token } }) {
  ... on AuthenticateMemberSessionPayload { member { name } } ... on MutationError { code }
}`;
const VIEWER = '{ viewer { kind } }';
const NOBODY = 'member-test-00000000-0000-4000-8000-000000000000';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const projectKey = createPrivateKey({ key: { ...signingKey }, format: 'jwk' });

/** A session JWT with a valid signature. */
function sessionJwt({ sandbox, world }: SandboxGateway, claims: object = {}, kid = keyId): string {
  const { organization_id, member_id } = world.credentials.admin;
  const now = Math.floor(Date.now() / 1_000);
  const payload = {
    iss: `stytch.com/${sandbox.projectId}`,
    aud: [sandbox.projectId],
    sub: member_id,
    exp: now + 300,
    'https://stytch.com/session': { id: 'session-1', roles: [] },
    'https://stytch.com/organization': { organization_id, slug: 'slug' },
    ...claims,
  };
  const text = `${part({ alg: 'RS256', kid })}.${part(payload)}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), projectKey).toString('base64url')}`;
}

/** Refuses the connection of each call to an operation of this path. */
const without =
  (path: string): Dispatcher.DispatcherComposeInterceptor =>
  (dispatch) =>
  (options, handler) => {
    if (!options.path.includes(path)) return dispatch(options, handler);
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    queueMicrotask(() => handler.onResponseError?.(null as never, cause));
    return true;
  };

interface Bad {
  readonly name: string;
  readonly headers: (g: SandboxGateway) => Promise<Record<string, string>> | Record<string, string>;
  readonly settings?: Parameters<typeof gatewayOverSandbox>[0];
  /** Code and status of a request that selects only `viewer`; default: UNAUTHENTICATED and 401. */
  readonly code?: string;
  readonly status?: number;
  readonly challenge?: string | null;
  /** Calls that check the bearer token. */
  readonly checks?: readonly string[];
}

const remove =
  'mutation ($o: ID!, $m: ID!) { deleteMember(input: { organizationId: $o, memberId: $m }) { __typename } }';
const revoke = 'mutation ($m: ID!) { revokeMemberSession(input: { memberId: $m }) { __typename } }';
const bad: readonly Bad[] = [
  { name: 'an expired JWT', headers: (g) => bearer(sessionJwt(g, { exp: Math.floor(Date.now() / 1_000) - 60 })) },
  { name: 'a malformed token', headers: () => bearer('x') },
  { name: 'an empty bearer', headers: () => bearer('') },
  { name: 'another scheme', headers: () => ({ authorization: 'Basic eDp5' }), challenge: 'Bearer' },
  {
    name: 'a JWT of another project',
    headers: (g) => bearer(sessionJwt(g, { iss: 'stytch.com/project-test-other', aud: ['project-test-other'] })),
  },
  { name: 'a JWT with another signature', headers: (g) => bearer(`${sessionJwt(g).slice(0, -8)}AAAAAAAA`) },
  {
    name: 'an unknown key id',
    headers: (g) => bearer(sessionJwt(g, {}, 'jwk-test-unknown')),
    checks: ['api_b2b_session_v1_GetJWKS'],
  },
  { name: 'an unknown session token', headers: () => bearer('stale-session-of-somebody'), checks: [AUTHENTICATE] },
  {
    name: 'the token of a revoked session',
    headers: async (g) => {
      const { session_token, member_id: m } = g.world.credentials.member;
      await g.data(revoke, { variables: { m } });
      return bearer(session_token);
    },
    checks: [AUTHENTICATE],
  },
  {
    name: 'the token of a deleted member',
    headers: async (g) => {
      const { session_token, member_id: m, organization_id: o } = g.world.credentials.member;
      await g.data(remove, { variables: { o, m } });
      return bearer(session_token);
    },
    checks: [AUTHENTICATE],
  },
  { name: 'an invalid server key', headers: () => WRONG_KEY },
  {
    name: 'a server key from a page',
    headers: () => ({ ...bearer('sgk_sandbox_admin'), origin: 'https://evil.example' }),
  },
  {
    name: 'a machine’s token from a page',
    headers: async (g) => ({
      ...bearer(await mintM2mToken(g.sandbox.store, 'm2m-client-test-1', ['admin'])),
      origin: 'https://evil.example',
    }),
  },
  {
    name: 'a JWT whose keys cannot be fetched',
    headers: (g) => bearer(sessionJwt(g)),
    settings: { warm: false, between: without('/sessions/jwks/') },
    code: 'UPSTREAM_UNAVAILABLE',
    status: 200,
    challenge: null,
  },
  {
    name: 'a session token that Stytch cannot check',
    headers: (g) => bearer(g.world.credentials.admin.session_token),
    settings: { between: without('/sessions/authenticate') },
    code: 'UPSTREAM_UNAVAILABLE',
    status: 200,
    challenge: null,
  },
  {
    name: 'a session token beyond the limit of its address',
    headers: () => bearer('stale-session-of-somebody'),
    settings: { refusedTokens: createRefusedTokens(b2b, 0) },
    code: 'RATE_LIMITED',
    status: 429,
    challenge: null,
  },
];

describe.each(bad)(
  '$name',
  ({ headers, settings, code = 'UNAUTHENTICATED', status = 401, challenge = INVALID, checks }) => {
    let own: Served;
    let shown: Record<string, string>;
    beforeAll(async () => {
      own = await serve(settings);
      shown = await headers(own.g);
    });
    afterAll(() => stop(own));

    /** Calls of the request itself, without those that check the bearer token. */
    const asked = ({ calls }: Response) =>
      calls.filter((id) => !['api_b2b_session_v1_GetJWKS', AUTHENTICATE].includes(id));

    it('is checked once, and then permits a sign-in and a magic link', async () => {
      const response = await own.send(shown, `mutation { ${SIGN_IN} }`);
      expect(response).toMatchObject({ status: 200, challenge: null, errors: [] });
      expect(response.data).toEqual({
        authenticateMemberPassword: { outcome: { __typename: 'SignedIn' }, member: { name: 'Benedikt Lund' } },
      });
      if (!settings) expect(response.calls).toEqual([...(checks ?? []), PASSWORD]);
      const sent = await own.send(shown, `mutation { ${SENT} }`);
      expect(sent).toMatchObject({ status: 200, errors: [] });
      expect(sent.data).toEqual({ sendMemberMagicLink: { __typename: 'SendMemberMagicLinkPayload' } });
    });

    it.skipIf(settings?.between)('renews a session that the input proves', async () => {
      const { session_token: token } = own.g.world.credentials.admin;
      const query = `mutation ($token: String!) { ${RENEWED} }`;
      const { data, errors } = await own.send(shown, query, { token });
      expect(errors).toEqual([]);
      expect(data).toEqual({ authenticateMemberSession: { member: { name: 'Ada Okafor' } } });
    });

    it('permits nothing else: `viewer`, the schema and invalid documents get its own error', async () => {
      for (const query of [VIEWER, '{ __typename }', '{ __schema { queryType { name } } }', '{ canary }']) {
        const response = await own.send(shown, query);
        expect([query, response.status, response.challenge, response.data]).toEqual([
          query,
          status,
          challenge,
          undefined,
        ]);
        expect(response.errors.map(({ extensions }) => extensions.code)).toEqual([code]);
        expect(asked(response)).toEqual([]);
      }
    });

    it('is rejected by the other mutations of a document that signs in', async () => {
      const change = `deleteMember(input: { organizationId: "organization-test-1ee6f0ac-34f2-4ce6-a9bb-bb2fe3ccd4c0", memberId: "${NOBODY}" }) { __typename ... on MutationError { code } }`;
      const response = await own.send(shown, `mutation { before: ${change} ${SIGN_IN} after: ${change} }`);
      const { before, after, authenticateMemberPassword } = response.data ?? {};
      expect([response.status, response.challenge]).toEqual([200, null]);
      expect(authenticateMemberPassword).toMatchObject({ outcome: { __typename: 'SignedIn' } });
      const codeAt = (name: string, result: Record<string, unknown> | null | undefined) =>
        result?.['code'] ?? response.errors.find(({ path }) => path?.join() === name)?.extensions.code;
      expect([codeAt('before', before), codeAt('after', after)]).toEqual([code, code]);
      expect(asked(response)).toEqual([PASSWORD]);
    });
  },
);

describe('a document that signs in, with a rejected bearer token', () => {
  it('is a mutation: every query is rejected, since none accepts a proof', () => {
    expect(open.filter(([, kind]) => kind === 'query')).toEqual([]);
  });

  it('has its other mutations rejected beside one that carries a proof', async () => {
    const token = served.g.world.credentials.admin.session_token;
    const proven =
      'discoverOrganizations(input: { credential: { sessionToken: $token } }) { ... on DiscoverOrganizationsPayload { emailAddress } }';
    for (const other of [
      'checkPasswordStrength(input: { password: "x" }) { __typename }',
      'createOrganization(input: { name: "x" }) { __typename }',
    ]) {
      const query = `mutation ($token: String!) { ${proven} it: ${other} }`;
      const { status, data, errors } = await served.send(WRONG_KEY, query, { token });
      expect([status, data?.['it']]).toEqual([200, null]);
      expect(data?.['discoverOrganizations']).toMatchObject({ emailAddress: expect.any(String) });
      expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([[['it'], 'UNAUTHENTICATED']]);
    }
  });

  it('is detected in fragments, and in the operation that runs', async () => {
    const inFragment = `mutation { ...A } fragment A on Mutation { ... { ...B } } fragment B on Mutation { ${SIGN_IN} }`;
    expect(await served.send(WRONG_KEY, inFragment)).toMatchObject({ status: 200, errors: [] });
    const cyclic = 'query { ...A } fragment A on Query { ...A viewer { kind } }';
    expect(await served.send(WRONG_KEY, cyclic)).toMatchObject({ status: 401, data: undefined });
  });

  it('cannot set inputs that are for servers only', async () => {
    const query = `mutation { ${SIGN_IN.replace('password:', 'sessionCustomClaims: { admin: true }, password:')} }`;
    expect(await served.send(WRONG_KEY, query)).toMatchObject({ status: 401, data: undefined, calls: [] });
  });
});

describe('the limits of a visitor', () => {
  let own: Served;
  beforeEach(async () => {
    own = await serve({ tries: createTries({ perAccount: 1e6, perAccountHour: 1e6, perAddress: 3 }, b2b) });
  });

  it('apply to a rejected bearer token, and count together with those of visitors', async () => {
    const guess = (n: number) => `mutation { it: ${SIGN_IN.replace('rye needs', `rye ${n} needs`)} }`;
    const codes: unknown[] = [];
    for (const [n, headers] of [WRONG_KEY, {}, bearer('x'), bearer('y'), {}].entries()) {
      codes.push((await own.send(headers, guess(n))).data?.['it']?.['code']);
    }
    await stop(own);
    expect(codes).toEqual([...Array(3).fill('INVALID_CREDENTIALS'), ...Array(2).fill('RATE_LIMITED')]);
  });

  it('apply to tokens that Stytch has to check: one call for each, none if it is repeated', async () => {
    const headers = bearer('stale-session-of-somebody');
    expect((await own.send(headers, `mutation { ${SIGN_IN} }`)).calls).toEqual([AUTHENTICATE, PASSWORD]);
    expect((await own.send(headers, `mutation { ${SIGN_IN} }`)).calls).toEqual([PASSWORD]);
    await stop(own);
  });
});
