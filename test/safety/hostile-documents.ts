/** Requests of T29: bodies that cost the gateway time or memory, for the tests and bench/hostile-documents.ts. */
import { defaultLimits } from '../../src/limits/limits.ts';

/** A request and its expected error. */
export interface Hostile {
  name: string;
  /** The body; a function for a chunked body without a length. */
  body: string | (() => ReadableStream<Uint8Array>);
  /** The error code. */
  code: string;
  /** The limit that rejects it; undefined if no limit does. */
  limit?: string;
  status: number;
}

const json = (query: string, variables?: unknown) => JSON.stringify({ query, variables });
const times = (count: number, item: string | ((n: number) => string)) =>
  Array.from({ length: count }, (_, n) => (typeof item === 'string' ? item : item(n))).join(' ');

/** From the viewer to an organization, its members, their organization and so on: `depth` levels in all. */
const deep = (depth: number) => {
  const between = Array.from({ length: depth - 2 }, (_, n) => ['organization', 'members', 'nodes'][n % 3]);
  return `{ ${['viewer', ...between].join(' { ')} { __typename ${'}'.repeat(depth)}`;
};

/** `levels` fragments, each of which spreads the next in two places: 2^levels fields in a few hundred characters. */
const bomb = (levels: number) =>
  `{ __type(name: "Query") { ...F0 } } ${times(
    levels,
    (n) =>
      `fragment F${n} on __Type { ${n + 1 < levels ? times(2, (m) => `a${m}: ofType { ...F${n + 1} }`) : 'name'} }`,
  )}`;

const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth);

/** A chunked body of `bytes` in chunks of 64 kB. */
const inPieces = (bytes: number) => () => {
  let left = bytes;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (left <= 0) return controller.close();
      controller.enqueue(new Uint8Array(Math.min(left, 65_536)).fill(32));
      left -= 65_536;
    },
  });
};

const over = (limit: string, name: string, body: Hostile['body']): Hostile => ({
  name,
  body,
  code: 'LIMIT_EXCEEDED',
  limit,
  status: limit === 'body' ? 413 : 400,
});
const otherwise = (code: string, status: number, name: string, body: string): Hostile => ({ name, body, code, status });

const SAME = 'viewer { kind }';
const LARGEST = 2_147_483_647;
const PAGE = 'nodes { name members(first: $n) { nodes { name } } }';
const TEXT = 'x'.repeat(100_000);
const takes = (type: string) =>
  ({
    EmailAddress:
      'mutation ($v: EmailAddress!) { createMember(input: { organizationId: "organization-test-00000000-0000-4000-8000-000000000000", emailAddress: $v }) { ... on MutationError { code } } }',
    PhoneNumber:
      'mutation ($v: PhoneNumber) { createMember(input: { organizationId: "organization-test-00000000-0000-4000-8000-000000000000", emailAddress: "a@b.example", mfaPhoneNumber: $v }) { ... on MutationError { code } } }',
    URL: 'mutation ($v: URL) { createOrganization(input: { name: "A", logoUrl: $v }) { ... on MutationError { code } } }',
  })[type] ?? '';

export const hostile: readonly Hostile[] = [
  over('depth', 'depth 16', json(deep(16))),
  over('depth', 'depth 200', json(deep(200))),
  over('tokens', 'depth 20,000', json(deep(20_000))),
  over('aliases', '31 aliases', json(`{ ${times(31, (n) => `a${n}: ${SAME}`)} }`)),
  over('tokens', '1,000 aliases', json(`{ ${times(1_000, (n) => `a${n}: ${SAME}`)} }`)),
  over('tokens', '240 kB of aliases', json(`{ ${times(9_000, (n) => `a${n}: ${SAME}`)} }`)),
  over('body', '1 MB of aliases', json(`{ ${times(45_000, (n) => `a${n}: ${SAME}`)} }`)),
  over('tokens', '10,000 same fields', json(`{ ${times(10_000, '__typename')} }`)),
  over('repeats', '450 same fields', json(`{ ${times(450, SAME)} }`)),
  over(
    'repeats',
    '320 same fields in 40 fragments',
    json(`{ ${times(40, (n) => `...F${n}`)} } ${times(40, (n) => `fragment F${n} on Query { ${times(8, SAME)} }`)}`),
  ),
  over(
    'repeats',
    '450 same fields in a fragment that nothing spreads',
    json(`{ ${SAME} } fragment F on Query { ${times(450, SAME)} }`),
  ),
  over('directives', '51 directives', json(`{ ${times(51, '__typename @include(if: true)')} }`)),
  over('directives', '200 directives on one field', json(`{ viewer ${times(200, '@skip(if: false)')} { kind } }`)),
  over('tokens', '2,000 directives', json(`{ viewer ${times(2_000, '@include(if: true)')} { kind } }`)),
  over('fields', 'a fragment bomb of 2^12', json(bomb(12))),
  over(
    'depth',
    'fragments in a circle, through fields',
    json(
      `{ viewer { organization { ...A } } } fragment A on Organization { members { nodes { organization { ...A } } } }`,
    ),
  ),
  otherwise(
    'GRAPHQL_VALIDATION_FAILED',
    400,
    'fragments in a circle, at one place',
    json('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'),
  ),

  over('nodes', 'a page of 2^31 - 1, in the document', json(`{ organizations(first: ${LARGEST}) { nodes { name } } }`)),
  over(
    'nodes',
    'the same by variable',
    json('query ($n: Int) { organizations(first: $n) { nodes { name } } }', { n: LARGEST }),
  ),
  over(
    'nodes',
    'the same by default',
    json(`query ($n: Int = ${LARGEST}) { organizations(first: $n) { nodes { name } } }`),
  ),
  over('calls', 'pages in pages', json(`query ($n: Int) { organizations(first: 200) { ${PAGE} } }`, { n: 1 })),
  over('nodes', 'pages in pages, by default', json(`query ($n: Int = 1000) { organizations(first: 50) { ${PAGE} } }`)),
  otherwise(
    'INVALID_INPUT',
    200,
    'a page of 2^31 - 1 of which only the count is asked',
    json(`{ organizations(first: ${LARGEST}) { totalCount } }`),
  ),

  over(
    'list',
    '50,000 ids by variable',
    json('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Array(50_000).fill('a') }),
  ),
  over('tokens', '30,000 ids in the document', json(`{ nodes(ids: [${times(30_000, '"a"')}]) { id } }`)),
  over('list', '1,001 ids in the document', json(`{ nodes(ids: [${times(1_001, '"a"')}]) { id } }`)),
  over(
    'body',
    '100,000 ids',
    json('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Array(100_000).fill('a') }),
  ),
  over(
    'calls',
    'one id too many',
    json('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Array(defaultLimits.calls + 1).fill('a') }),
  ),

  otherwise(
    'GRAPHQL_VALIDATION_FAILED',
    400,
    'types of fields of types of fields',
    json(`{ __schema { types { ${'fields { type { '.repeat(5)} name ${'} } '.repeat(5)} } } }`),
  ),
  over(
    'introspection',
    'the schema 28 times over',
    json(
      `{ ${times(28, (n) => `a${n}: __schema { types { fields { name args { name type { name } } type { name } } } }`)} }`,
    ),
  ),
  over(
    'introspection',
    'types within types',
    json(
      '{ __schema { types { fields { type { fields { type { name } args { name type { name } } } } } a: fields { type { fields { args { name type { name } } } } } } } }',
    ),
  ),

  over('body', '26 MB in pieces', inPieces(26_000_000)),
  over('body', '40 MB in pieces', inPieces(40_000_000)),
  over(
    'json',
    'variables 60,000 deep, of lists',
    `{"query":"{ __typename }","variables":{"a":${nested(60_000, '[', ']')}}}`,
  ),
  over(
    'json',
    'variables 30,000 deep, of objects',
    `{"query":"{ __typename }","variables":${nested(30_000, '{"a":', '}').replace(':}', ':1}')}}`,
  ),
  over('json', 'extensions 100,000 deep', `{"query":"{ __typename }","extensions":{"a":${nested(100_000, '[', ']')}}}`),
  otherwise('BAD_REQUEST', 400, 'a query that is a list, 100,000 deep', `{"query":${nested(100_000, '[', ']')}}`),
  otherwise('BAD_REQUEST', 400, 'a body that is a list, 100,000 deep', nested(100_000, '[', ']')),
  otherwise('BAD_REQUEST', 400, 'a list 200,000 deep that never closes', '['.repeat(200_000)),

  over('tokens', '600 operations', json(times(600, (n) => `query Q${n} { __typename }`))),
  otherwise(
    'GRAPHQL_VALIDATION_FAILED',
    400,
    'as many same fields as may be, and one that is not there',
    json(`{ ${times(30, 'viewer { organization { members { nodes { name roles { roleId } } } } }')} nonsense }`),
  ),
  otherwise(
    'GRAPHQL_VALIDATION_FAILED',
    400,
    'as many fragments of same fields as may be, and one that is not there',
    json(
      `{ ${times(30, (n) => `...F${n}`)} nonsense } ${times(30, (n) => `fragment F${n} on Query { viewer { organization { name slug members { nodes { name memberId status roles { roleId } } } } } }`)}`,
    ),
  ),
  otherwise(
    'GRAPHQL_VALIDATION_FAILED',
    400,
    '1,900 fields that are not there',
    json(`{ ${times(1_900, (n) => `memberz${n}`)} }`),
  ),
  otherwise('GRAPHQL_VALIDATION_FAILED', 400, 'a name of 200 kB', json(`{ ${'x'.repeat(200_000)} }`)),
  otherwise('GRAPHQL_PARSE_FAILED', 400, 'a text of 200 kB that never ends', json(`{ a(b: "${'x'.repeat(200_000)}`)),
  otherwise('GRAPHQL_PARSE_FAILED', 400, '60,000 escapes that never end', json(`{ a(b: "${'\\u0041'.repeat(30_000)}`)),
  otherwise(
    'INVALID_INPUT',
    200,
    'a page of 100,000 digits',
    json(`{ organizations(first: 0) { totalCount } } # ${'9'.repeat(100_000)}`),
  ),

  // T32: input for regular expressions with backtracking: long text that almost matches.
  otherwise('INVALID_INPUT', 200, 'an address of 100 kB', json(takes('EmailAddress'), { v: `${TEXT}@` })),
  otherwise(
    'INVALID_INPUT',
    200,
    'an address of 50,000 dots',
    json(takes('EmailAddress'), { v: `a@${'a.'.repeat(50_000)}!` }),
  ),
  otherwise(
    'INVALID_INPUT',
    200,
    'a phone number of 100 kB',
    json(takes('PhoneNumber'), { v: `+${'1'.repeat(100_000)}` }),
  ),
  otherwise('INVALID_INPUT', 200, 'a URL of 100 kB', json(takes('URL'), { v: `http://[${TEXT}` })),
  otherwise(
    'INVALID_INPUT',
    200,
    'a cursor of 100 kB',
    json('query ($v: String) { organizations(after: $v) { totalCount } }', { v: TEXT }),
  ),
  otherwise('INVALID_INPUT', 200, 'an id of 100 kB', json('query ($v: ID!) { node(id: $v) { id } }', { v: TEXT })),
];
