/** T53: a response has status 401 only if nothing was executed, for every media type and entry point. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRefusedTokens } from '../../src/auth/refused-tokens.ts';
import { b2b } from '../../src/vertical/b2b.ts';
import { gatewayOverSandbox, type SandboxGateway, SERVER_KEY } from '../gateway.ts';
import { type ListeningGateway, listenOnLoopback } from '../safety/socket.ts';

const JSON_TYPE = 'application/json';
const GRAPHQL_TYPE = 'application/graphql-response+json';
const MISSING = 'Bearer';
const INVALID = 'Bearer error="invalid_token"';

let g: SandboxGateway;
let listening: ListeningGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox({ refusedTokens: createRefusedTokens(b2b, 0) });
  listening = await listenOnLoopback(g.gateway);
});
afterAll(async () => {
  await listening.close();
  await g.close();
});

/** Both entry points: the Node listener, and a handler in another server. */
const ways: Readonly<Record<string, (init: RequestInit) => Promise<Response>>> = {
  'over a socket': (init) => fetch(`http://127.0.0.1:${listening.port}/graphql`, init),
  'as a handler': (init) => g.gateway.fetch(new Request('http://gateway.test/graphql', init)),
};

const MEMBER =
  'member(organizationId: "organization-test-1ee6f0ac-34f2-4ce6-a9bb-bb2fe3ccd4c0", by: { id: "member-test-f65df3e5-8c3f-4d29-afd3-164e0da0f171" }) { name }';
const CHANGE =
  'deleteMemberTotp(input: { organizationId: "organization-test-1ee6f0ac-34f2-4ce6-a9bb-bb2fe3ccd4c0", memberId: "member-test-00000000-0000-4000-8000-000000000000" }) { __typename }';
const SIGN_IN =
  'authenticateMemberMagicLink(input: { token: "DOYoip3rvIMMW5lgItikFK-Ak1CfMsgjuiCyI7uuU94=" }) { ... on MutationError { code } }';
const SENT =
  'sendMemberMagicLink(input: { organizationId: "fernhill-bakery", emailAddress: "a@b.example" }) { ... on SendMemberMagicLinkPayload { member { name } } }';
const NODE = Buffer.from('Organization:organization-test-00000000-0000-4000-8000-000000000000').toString('base64url');

interface Row {
  readonly name: string;
  readonly query: string;
  readonly bearer?: () => string;
  readonly codes: readonly string[];
  /** Status for `application/json`; the second, if given, replaces 200 for the other media type. */
  readonly status: readonly [number, number?];
  readonly challenge?: string;
  readonly hasData: boolean;
}

const key = () => SERVER_KEY;
const wrongKey = () => 'sgk_of_no_server';
const member = () => g.world.credentials.member.session_jwt;

const rows: readonly Row[] = [
  { name: 'data', query: '{ viewer { kind } }', codes: [], status: [200], hasData: true },
  {
    name: 'a visitor, one field of two refused',
    query: `{ viewer { kind } ${MEMBER} }`,
    codes: ['UNAUTHENTICATED'],
    status: [200],
    hasData: true,
  },
  {
    name: 'a visitor, an edge refused',
    query: `mutation { ${SENT} }`,
    codes: ['UNAUTHENTICATED'],
    status: [200],
    hasData: true,
  },
  {
    name: 'a visitor, all fields refused',
    query: `{ a: ${MEMBER} b: ${MEMBER} }`,
    codes: ['UNAUTHENTICATED', 'UNAUTHENTICATED'],
    status: [401],
    challenge: MISSING,
    hasData: false,
  },
  {
    name: 'a visitor, the only field refused, which is never null',
    query: `{ nodes(ids: ["${NODE}"]) { id } }`,
    codes: ['UNAUTHENTICATED'],
    status: [401],
    challenge: MISSING,
    hasData: false,
  },
  {
    name: 'a visitor, a field refused that is never null, beside another',
    query: `{ viewer { kind } nodes(ids: ["${NODE}"]) { id } }`,
    codes: ['UNAUTHENTICATED'],
    status: [200],
    hasData: true,
  },
  {
    name: 'a visitor, all mutations refused',
    query: `mutation { a: ${CHANGE} b: ${CHANGE} }`,
    codes: ['UNAUTHENTICATED', 'UNAUTHENTICATED'],
    status: [401],
    challenge: MISSING,
    hasData: false,
  },
  {
    name: 'a visitor, one mutation of two refused',
    query: `mutation { a: ${CHANGE} ${SIGN_IN} }`,
    codes: ['UNAUTHENTICATED'],
    status: [200],
    hasData: true,
  },
  {
    name: 'a refused bearer',
    query: `{ viewer { kind } ${MEMBER} }`,
    bearer: wrongKey,
    codes: ['UNAUTHENTICATED'],
    status: [401],
    challenge: INVALID,
    hasData: false,
  },
  {
    name: 'a refused bearer with a sign-in',
    query: `mutation { ${SIGN_IN} }`,
    bearer: wrongKey,
    codes: [],
    status: [200],
    hasData: true,
  },
  {
    name: 'a refused bearer with a sign-in and a change',
    query: `mutation { ${SIGN_IN} ${CHANGE} }`,
    bearer: wrongKey,
    codes: ['UNAUTHENTICATED'],
    status: [200],
    hasData: true,
  },
  {
    name: 'a bearer that is not looked at, for its address has too many',
    query: '{ viewer { kind } }',
    bearer: () => 'stale-session-of-somebody',
    codes: ['RATE_LIMITED'],
    status: [429],
    hasData: false,
  },
  {
    name: 'the same with a sign-in and a change',
    query: `mutation { ${SIGN_IN} ${CHANGE} }`,
    bearer: () => 'stale-session-of-somebody',
    codes: [],
    status: [200],
    hasData: true,
  },
  {
    name: 'FORBIDDEN for all fields',
    query: '{ organizations { totalCount } }',
    bearer: member,
    codes: ['FORBIDDEN'],
    status: [200],
    hasData: true,
  },
  {
    name: 'an input that is refused',
    query: '{ organization(by: { id: "../x" }) { name } }',
    bearer: key,
    codes: ['INVALID_INPUT'],
    status: [200],
    hasData: true,
  },
  {
    name: 'too many rows',
    query: '{ organizations(first: 1000000) { nodes { name members(first: 1000000) { nodes { name } } } } }',
    bearer: key,
    codes: ['LIMIT_EXCEEDED'],
    status: [400],
    hasData: false,
  },
  {
    name: 'an invalid document',
    query: '{ canary }',
    codes: ['GRAPHQL_VALIDATION_FAILED'],
    status: [200, 400],
    hasData: false,
  },
];

describe.each(Object.entries(ways))('%s', (_, send) => {
  describe.each([JSON_TYPE, GRAPHQL_TYPE])('with %s', (accept) => {
    it.each(rows)(
      '$name: status $status',
      async ({ query, bearer, codes, status: [json, other = json], challenge, hasData }) => {
        const response = await send({
          method: 'POST',
          headers: {
            'content-type': JSON_TYPE,
            accept,
            ...(bearer ? { authorization: `Bearer ${bearer()}` } : {}),
          },
          body: JSON.stringify({ query }),
        });
        // The test asserts the content, so the type is not checked here.
        const body = (await response.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] };
        expect((body.errors ?? []).map(({ extensions }) => extensions.code)).toEqual(codes);
        expect('data' in body).toBe(hasData);
        expect(response.status).toBe(accept === JSON_TYPE ? json : other);
        expect(response.headers.get('www-authenticate')).toBe(challenge ?? null);
        expect(response.headers.has('retry-after')).toBe(response.status === 429);
        expect(response.headers.get('content-type')).toBe(`${accept}; charset=utf-8`);
      },
    );
  });
});

describe('errors without data that name no status', () => {
  it('are no success for application/graphql-response+json', async () => {
    const failing = await gatewayOverSandbox({
      between: (dispatch) => (options, handler) =>
        dispatch(
          options.path.endsWith('/sessions/authenticate') ? { ...options, path: '/no-such-route' } : options,
          handler,
        ),
    });
    const ask = (accept: string) =>
      failing.gateway.fetch(
        new Request('http://gateway.test/graphql', {
          method: 'POST',
          headers: {
            'content-type': JSON_TYPE,
            accept,
            authorization: `Bearer ${failing.world.credentials.admin.session_token}`,
          },
          body: JSON.stringify({ query: '{ viewer { kind } }' }),
        }),
      );
    const responses = [await ask(JSON_TYPE), await ask(GRAPHQL_TYPE)];
    await failing.close();
    expect(responses.map(({ status }) => status)).toEqual([200, 500]);
    expect(await responses[1]?.json()).not.toHaveProperty('data');
  });
});
