/** Rejections and responses of a gateway, one row per kind: a document, its request and the expected response. */
import { defaultLimits } from '../src/limits/limits.ts';
import type { SandboxGateway } from './gateway.ts';
import { sampleId } from './sample-id.ts';

/** Organizations for which Stytch never responds, or closes the connection. */
export const HANGING = sampleId('Organization', 1);
export const REFUSING = sampleId('Organization', 2);

export interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  /** The whole body; replaces `params`. */
  readonly body?: string;
  readonly chunked?: boolean;
}

/** A document, and the rest of its request. */
export interface Row {
  readonly name: string;
  readonly query?: string | undefined;
  readonly variables?: unknown;
  readonly params?: object;
  readonly sent?: Sent;
  /** The status for `application/json`. */
  readonly status: number;
  /** Code of the first error, at the top level or in a result; undefined on success. */
  readonly code?: string;
}

/** A GET: the parameters are sent in the URL. */
const get = (headers: Record<string, string> = {}): Sent => ({ method: 'GET', headers, body: '' });

export const ORGANIZATION =
  'query ($id: ID!, $first: Int) { organization(by: { id: $id }) { name members(first: $first) { totalCount nodes { name } } } }';
export const VIEWER = 'query { viewer { kind } __typename @skip(if: false) again: __typename @include(if: true) }';
const OTHER = 'organization(by: { slug: "no-such-organization" }) { name }';
const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
export const as = (token: string): Sent => ({ headers: { authorization: token } });
const nested = (levels: number): string => (levels === 0 ? 'name' : `organization { ${nested(levels - 1)} }`);

/** The rows at a gateway. */
export const rowsOf = (g: SandboxGateway): Row[] => {
  const own = { id: g.world.organizations[0]?.organization_id };
  const { admin, member } = g.world.credentials;
  const signIn = `mutation { authenticateMemberPassword(input: { organizationId: "${own.id}", emailAddress: "benedikt@fernhill.example", password: "rye needs a longer proof" }) { __typename } }`;
  const refused =
    'mutation ($id: ID!) { deleteMember(input: { organizationId: $id, memberId: "member-test-00000000-0000-4000-8000-000000000000" }) { __typename ... on MutationError { code message } } }';
  return [
    { name: 'data', query: ORGANIZATION, variables: own, status: 200 },
    {
      name: 'data for a member by JWT',
      query: ORGANIZATION,
      variables: own,
      sent: as(`Bearer ${admin.session_jwt}`),
      status: 200,
    },
    {
      name: 'data for a member by token',
      query: ORGANIZATION,
      variables: own,
      sent: as(`Bearer ${admin.session_token}`),
      status: 200,
    },
    { name: 'a part of it', query: ORGANIZATION, variables: { ...own, first: 0 }, status: 200, code: 'INVALID_INPUT' },
    {
      name: 'null for what is not there',
      query: ORGANIZATION,
      variables: { id: 'organization-test-00000000-0000-4000-8000-000000000000' },
      status: 200,
    },
    { name: 'an id that is no id', query: ORGANIZATION, variables: { id: '../x' }, status: 200, code: 'INVALID_INPUT' },
    { name: 'a visitor', query: VIEWER, sent: as(''), status: 200 },
    { name: 'the schema', query: '{ __schema { queryType { name } } }', status: 200 },
    {
      name: 'an operation chosen by name',
      query: 'query A { viewer { kind } } query B { __typename }',
      params: { operationName: 'B' },
      status: 200,
    },
    { name: 'a refusal in a mutation', query: refused, variables: own, status: 200, code: 'NOT_FOUND' },
    {
      name: 'FORBIDDEN in a mutation',
      query: refused,
      variables: own,
      sent: as(`Bearer ${member.session_jwt}`),
      status: 200,
      code: 'FORBIDDEN',
    },
    {
      name: 'FORBIDDEN in a query',
      query: '{ organizations { totalCount } }',
      sent: as(`Bearer ${admin.session_jwt}`),
      status: 200,
      code: 'FORBIDDEN',
    },
    {
      name: 'UNAUTHENTICATED for a visitor',
      query: ORGANIZATION,
      variables: own,
      sent: as(''),
      status: 401,
      code: 'UNAUTHENTICATED',
    },
    {
      name: 'UNAUTHENTICATED for one field of a visitor, beside data',
      query: `{ viewer { kind } ${OTHER} }`,
      sent: as(''),
      status: 200,
      code: 'UNAUTHENTICATED',
    },
    {
      name: 'UNAUTHENTICATED for each field of a visitor',
      query: `{ a: ${OTHER} b: ${OTHER} }`,
      sent: as(''),
      status: 401,
      code: 'UNAUTHENTICATED',
    },
    { name: 'a sign-in with a key that is unknown', query: signIn, sent: as('Bearer sgk_of_no_server'), status: 200 },
    {
      name: 'a sign-in with a session token that is unknown',
      query: signIn,
      sent: as('Bearer stale-session-of-a-stranger-MARK'),
      status: 200,
    },
    {
      name: 'a sign-in with a JWT that is forged',
      query: signIn,
      sent: as(`Bearer ${admin.session_jwt.slice(0, -8)}AAAAAAAA`),
      status: 200,
    },
    {
      name: 'a sign-in with a server key from a page',
      query: signIn,
      sent: { headers: { origin: 'https://page.example' } },
      status: 200,
    },
    {
      name: 'a sign-in and a change with a key that is unknown',
      query: signIn.replace(
        / }$/,
        ' other: deleteMember(input: { organizationId: "organization-test-00000000-0000-4000-8000-000000000000", memberId: "member-test-00000000-0000-4000-8000-000000000000" }) { __typename } }',
      ),
      sent: as('Bearer sgk_of_no_server'),
      status: 200,
      code: 'UNAUTHENTICATED',
    },
    {
      name: 'a proof that is missing, with a key that is unknown',
      query:
        'mutation { revokeMemberSession(input: { memberId: "member-test-00000000-0000-4000-8000-000000000000" }) { __typename } }',
      sent: as('Bearer sgk_of_no_server'),
      status: 401,
      code: 'UNAUTHENTICATED',
    },
    {
      name: 'a sign-in that reads the schema, with a key that is unknown',
      query: `${signIn.replace('mutation', 'mutation A')} query B { __schema { queryType { name } } }`,
      params: { operationName: 'B' },
      sent: as('Bearer sgk_of_no_server'),
      status: 401,
      code: 'UNAUTHENTICATED',
    },
    {
      name: 'a sign-in with a field that is unknown, with a key that is unknown',
      query: signIn.replace('__typename', 'canary'),
      sent: as('Bearer sgk_of_no_server'),
      status: 200,
      code: 'GRAPHQL_VALIDATION_FAILED',
    },
    {
      name: 'a server key that is unknown',
      query: VIEWER,
      sent: as('Bearer sgk_of_no_server'),
      status: 401,
      code: 'UNAUTHENTICATED',
    },
    { name: 'a bearer that is no token', query: VIEWER, sent: as('Bearer x'), status: 401, code: 'UNAUTHENTICATED' },
    { name: 'a header that is no bearer', query: VIEWER, sent: as('Basic eDp5'), status: 401, code: 'UNAUTHENTICATED' },
    {
      name: 'a JWT that is forged',
      query: VIEWER,
      sent: as(`Bearer ${admin.session_jwt.slice(0, -8)}AAAAAAAA`),
      status: 401,
      code: 'UNAUTHENTICATED',
    },
    {
      name: 'a session token that is unknown',
      query: VIEWER,
      sent: as('Bearer stale-session-of-a-stranger-MARK'),
      status: 401,
      code: 'UNAUTHENTICATED',
    },
    {
      name: 'a server key from a page',
      query: VIEWER,
      sent: { headers: { origin: 'https://page.example' } },
      status: 401,
      code: 'UNAUTHENTICATED',
    },
    {
      name: 'Stytch that refuses connections',
      query: ORGANIZATION,
      variables: { id: REFUSING },
      status: 200,
      code: 'UPSTREAM_UNAVAILABLE',
    },
    { name: 'a required variable that is missing', query: ORGANIZATION, status: 200, code: 'BAD_USER_INPUT' },
    {
      name: 'a variable of a wrong type',
      query: ORGANIZATION,
      variables: { id: 7, first: 'canary' },
      status: 200,
      code: 'BAD_USER_INPUT',
    },
    {
      name: 'variables that are too deep',
      query: VIEWER,
      variables: { deep: deep(100) },
      status: 400,
      code: 'LIMIT_EXCEEDED',
    },
    {
      name: 'a list that is too long',
      query: VIEWER,
      variables: { long: Array(2_000).fill(0) },
      status: 400,
      code: 'LIMIT_EXCEEDED',
    },
    {
      name: 'extensions that are too deep',
      query: VIEWER,
      params: { extensions: { deep: deep(100) } },
      status: 400,
      code: 'LIMIT_EXCEEDED',
    },
    {
      name: 'too many rows',
      query: ORGANIZATION,
      variables: { ...own, first: 1_000_000 },
      status: 400,
      code: 'LIMIT_EXCEEDED',
    },
    {
      name: 'too many calls',
      query: '{ organizations(first: 500) { nodes { metrics { memberCount } } } }',
      status: 400,
      code: 'LIMIT_EXCEEDED',
    },
    { name: 'too many tokens', query: `{ viewer { ${'kind '.repeat(2_100)} } }`, status: 400, code: 'LIMIT_EXCEEDED' },
    {
      name: 'too many aliases',
      query: `{ ${Array.from({ length: 40 }, (_, at) => `a${at}: __typename`).join(' ')} }`,
      status: 400,
      code: 'LIMIT_EXCEEDED',
    },
    {
      name: 'too many directives',
      query: `{ ${Array.from({ length: 60 }, () => `viewer { kind @include(if: true) } `).join(' ')} }`,
      status: 400,
      code: 'LIMIT_EXCEEDED',
    },
    { name: 'too deep a document', query: `{ viewer { ${nested(20)} } }`, status: 400, code: 'LIMIT_EXCEEDED' },
    { name: 'a syntax error', query: '{ unclosed', status: 200, code: 'GRAPHQL_PARSE_FAILED' },
    { name: 'a field that is unknown', query: '{ canary }', status: 200, code: 'GRAPHQL_VALIDATION_FAILED' },
    {
      name: 'a token that is refused with a document that is invalid',
      query: '{ canary }',
      sent: as('Bearer sgk_of_no_server'),
      status: 401,
      code: 'UNAUTHENTICATED',
    },
    { name: 'a subscription', query: 'subscription { viewer }', status: 400, code: 'BAD_USER_INPUT' },
    {
      name: 'an operation name that is unknown',
      query: VIEWER,
      params: { operationName: 'canary' },
      status: 400,
      code: 'BAD_USER_INPUT',
    },
    {
      name: 'an operation name that is missing',
      query: 'query A { __typename } query B { __typename }',
      status: 400,
      code: 'BAD_USER_INPUT',
    },
    {
      name: 'two sign-ins',
      query: `mutation { ${['a', 'b'].map((alias) => `${alias}: authenticateMemberSession(input: { session: { sessionToken: "x" } }) { __typename }`).join(' ')} }`,
      status: 200,
      code: 'TOO_MANY_SIGN_INS',
    },
    {
      name: 'a persisted id where there are none',
      params: { documentId: 'canary' },
      status: 400,
      code: 'PERSISTED_QUERY_NOT_SUPPORTED',
    },
    { name: 'no document', status: 200, code: 'BAD_REQUEST' },
    { name: 'an unknown parameter', query: VIEWER, params: { canary: 1 }, status: 400, code: 'BAD_REQUEST' },
    { name: 'variables that are a list', query: VIEWER, variables: [], status: 400, code: 'BAD_REQUEST' },
    { name: 'a query that is a number', params: { query: 7 }, status: 400, code: 'BAD_REQUEST' },
    {
      name: 'an operation name that is a number',
      query: VIEWER,
      params: { operationName: 7 },
      status: 400,
      code: 'BAD_REQUEST',
    },
    { name: 'bad JSON', sent: { body: '{"query":' }, status: 400, code: 'BAD_REQUEST' },
    { name: 'an empty body', sent: { body: '' }, status: 400, code: 'BAD_REQUEST' },
    { name: 'a batch', sent: { body: '[{"query":"{ __typename }"}]' }, status: 400, code: 'BAD_REQUEST' },
    {
      name: 'a body that is too large',
      sent: { body: 'x'.repeat(defaultLimits.body + 1) },
      status: 413,
      code: 'LIMIT_EXCEEDED',
    },
    { name: 'a chunked body', query: VIEWER, sent: { chunked: true }, status: 200 },
    {
      name: 'a chunked body that is too large',
      sent: { chunked: true, body: 'x'.repeat(defaultLimits.body + 1) },
      status: 413,
      code: 'LIMIT_EXCEEDED',
    },
    {
      name: 'a media type in capitals',
      query: VIEWER,
      sent: { headers: { 'content-type': 'Application/JSON; Charset=UTF-8' } },
      status: 200,
    },
    {
      name: 'a wrong media type',
      query: VIEWER,
      sent: { headers: { 'content-type': 'text/plain' } },
      status: 415,
      code: 'BAD_REQUEST',
    },
    {
      name: 'a content coding',
      query: VIEWER,
      sent: { headers: { 'content-encoding': 'gzip' } },
      status: 415,
      code: 'BAD_REQUEST',
    },
    { name: 'a query string', query: VIEWER, sent: { path: '/graphql?x=1' }, status: 200 },
    { name: 'another path', query: VIEWER, sent: { path: '/canary' }, status: 404, code: 'BAD_REQUEST' },
    { name: 'another method', query: VIEWER, sent: { method: 'PUT' }, status: 405, code: 'BAD_REQUEST' },
    { name: 'a GET of nothing', sent: get(), status: 400, code: 'BAD_REQUEST' },
    { name: 'a GET of a query', query: ORGANIZATION, variables: own, sent: get(), status: 200 },
    {
      name: 'a GET that names its operation',
      query: 'query A { __typename } mutation B { __typename }',
      params: { operationName: 'A' },
      sent: get(),
      status: 200,
    },
    { name: 'a GET of a mutation', query: signIn, sent: get(), status: 405, code: 'BAD_REQUEST' },
    {
      name: 'a GET of a mutation by the name of its operation',
      query: 'query A { __typename } mutation B { __typename }',
      params: { operationName: 'B' },
      sent: get(),
      status: 405,
      code: 'BAD_REQUEST',
    },
    {
      name: 'a GET that is too expensive',
      query: '{ organizations(first: 1000) { nodes { members(first: 1000) { totalCount } } } }',
      sent: get(),
      status: 400,
      code: 'LIMIT_EXCEEDED',
    },
    { name: 'a GET with a syntax error', query: '{ unclosed', sent: get(), status: 200, code: 'GRAPHQL_PARSE_FAILED' },
    {
      name: 'a GET with a token that is refused',
      query: VIEWER,
      sent: get({ authorization: 'Bearer sgk_of_no_server' }),
      status: 401,
      code: 'UNAUTHENTICATED',
    },
    {
      name: 'a GET with variables that are no JSON',
      query: VIEWER,
      params: { variables: '{canary' },
      sent: get(),
      status: 400,
      code: 'BAD_REQUEST',
    },
    {
      name: 'a GET with a token in its address',
      query: VIEWER,
      params: { access_token: 'canary' },
      sent: get(),
      status: 400,
      code: 'BAD_REQUEST',
    },
    {
      name: 'a GET with an address that is too long',
      query: `{ __typename } # ${'x'.repeat(8_200)}`,
      sent: get(),
      status: 414,
      code: 'BAD_REQUEST',
    },
    {
      name: 'a GET from a page of another site',
      query: VIEWER,
      sent: get({ 'sec-fetch-site': 'cross-site' }),
      status: 403,
      code: 'BAD_REQUEST',
    },
    {
      name: 'a GET from a page of another origin',
      query: VIEWER,
      sent: get({ origin: 'https://a.example' }),
      status: 403,
      code: 'BAD_REQUEST',
    },
    {
      name: 'a GET with the key of a server from a page',
      query: VIEWER,
      sent: get({ 'sec-fetch-site': 'same-origin' }),
      status: 401,
      code: 'UNAUTHENTICATED',
    },
  ];
};

/** Rows for which Stytch never responds. */
export const hangingRows: readonly Row[] = [
  {
    name: 'while the caller is identified',
    query: VIEWER,
    sent: as('Bearer hanging-session-of-a-stranger'),
    status: 200,
    code: 'TIMEOUT',
  },
  { name: 'while a query runs', query: ORGANIZATION, variables: { id: HANGING }, status: 200, code: 'TIMEOUT' },
];
