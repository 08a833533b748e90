/** T35 and issue 4: with `only`, nothing runs but the documents that the operator has listed. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getIntrospectionQuery, parse } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readManifest } from '../../src/graphql/persisted-documents.ts';
import { readConfig } from '../../src/process/config.ts';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

const FILE = join(import.meta.dirname, '../clients/gql/persisted-documents.json');

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const DOCUMENT = 'query Ours($id: ID!) { organization(by: { id: $id }) { name } }';
const TWO_SIGN_INS = `mutation { ${['a', 'b']
  .map(
    (alias) =>
      `${alias}: authenticateMemberPassword(input: { organizationId: "o", emailAddress: "a@b.example", password: "x" }) { __typename }`,
  )
  .join(' ')} }`;
const documents = new Map([DOCUMENT, TWO_SIGN_INS].map((text) => [sha256(text), text]));

let g: SandboxGateway;
const start = async (mode: 'allow' | 'only', page?: () => Promise<null>) => {
  g = await gatewayOverSandbox({ persistedDocuments: { mode, documents }, page });
};
/** Sends any parameters, as a server by default. */
const send = async (params: unknown, authorization: string | null = 'Bearer sgk_sandbox_admin') => {
  g.calls.length = 0;
  const response = await g.fetch(
    new Request('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
      body: JSON.stringify(params),
    }),
  );
  const { data, errors = [] } = (await response.json()) as {
    data?: Record<string, unknown>;
    errors?: { extensions: { code: string } }[];
  };
  return { data, codes: errors.map(({ extensions }) => extensions?.code), status: response.status };
};
const variables = () => ({ id: g.world.credentials.admin.organization_id });
const asMember = () => `Bearer ${g.world.credentials.admin.session_jwt}`;
const ran = { data: { organization: { name: 'Fernhill Bakery' } }, codes: [], status: 200 };
const id = sha256(DOCUMENT);

describe('`only`', () => {
  beforeAll(() => start('only'));
  afterAll(() => g.close());

  it.each<[string, object]>([
    ['documentId', { documentId: id }],
    ['documentId with the prefix `sha256:`', { documentId: `sha256:${id}` }],
    ['the hash in the form of Apollo', { extensions: { persistedQuery: { version: 1, sha256Hash: id } } }],
  ])('runs a known document by %s', async (_, params) => {
    expect(await send({ ...params, variables: variables() })).toEqual(ran);
    expect(await send({ ...params, variables: variables() }, asMember())).toEqual(ran);
  });

  it.each<[string, () => object]>([
    ['a document', () => ({ query: '{ __typename }' })],
    ['a known document itself', () => ({ query: DOCUMENT, variables: variables() })],
    ['a known document beside its id', () => ({ query: DOCUMENT, documentId: id, variables: variables() })],
    ['another document beside a known id', () => ({ query: '{ viewer { __typename } }', documentId: id })],
    [
      'Apollo’s registration',
      () => ({
        query: '{ __typename }',
        extensions: { persistedQuery: { version: 1, sha256Hash: sha256('{ __typename }') } },
      }),
    ],
    ['introspection', () => ({ query: getIntrospectionQuery() })],
    ['introspection of one type', () => ({ query: '{ __type(name: "Query") { name } }' })],
    ['a comment', () => ({ query: '# nothing' })],
    ['a mutation', () => ({ query: 'mutation { deleteOrganization(input: { organizationId: "x" }) { __typename } }' })],
  ])('does not run %s', async (_, params) => {
    for (const authorization of ['Bearer sgk_sandbox_admin', asMember(), null]) {
      const { data, codes, status } = await send(params(), authorization);
      expect({ data, codes, status }).toEqual({ data: undefined, codes: ['PERSISTED_QUERY_REQUIRED'], status: 400 });
      expect(g.calls).toEqual([]);
    }
  });

  it.each<[string, object, string]>([
    ['a document as an object', { query: { kind: 'Document', definitions: [] } }, 'BAD_REQUEST'],
    ['a document as a list', { query: ['{ __typename }'] }, 'BAD_REQUEST'],
    ['an unknown id', { documentId: sha256('{ __typename }') }, 'PERSISTED_QUERY_NOT_FOUND'],
    ['an id that is a property of Object.prototype', { documentId: '__proto__' }, 'PERSISTED_QUERY_NOT_FOUND'],
    ['a document as an id', { documentId: '{ __typename }' }, 'PERSISTED_QUERY_NOT_FOUND'],
    ['an id that is not a string', { documentId: [id] }, 'BAD_REQUEST'],
    ['an empty document', { query: '' }, 'BAD_REQUEST'],
    ['an empty object', {}, 'BAD_REQUEST'],
    ['the id under another name', { id }, 'BAD_REQUEST'],
    [
      'a hash that is not a string',
      { extensions: { persistedQuery: { version: 1, sha256Hash: { id } } } },
      'BAD_REQUEST',
    ],
    ['extensions that are not an object', { extensions: 'x' }, 'BAD_REQUEST'],
  ])('rejects %s', async (_, params, code) => {
    const { data, codes, status } = await send(params);
    expect({ data, codes, status }).toEqual({ data: undefined, codes: [code], status: 400 });
    expect(g.calls).toEqual([]);
  });

  it('rejects a body that is not an object', async () => {
    for (const params of [null, [], [{ documentId: id }], 'x', 1]) {
      const { data, status } = await send(params);
      expect(data).toBeUndefined();
      expect(status).toBe(400);
    }
  });

  it('applies the rules of all documents to a known document', async () => {
    expect(await send({ documentId: sha256(TWO_SIGN_INS) })).toMatchObject({ codes: ['TOO_MANY_SIGN_INS'] });
    expect(await send({ documentId: id, variables: variables() }, null)).toMatchObject({ codes: ['UNAUTHENTICATED'] });
    expect(await send({ documentId: id })).toMatchObject({ codes: ['BAD_USER_INPUT'] });
    expect(g.calls).toEqual([]);
  });
});

describe('`only` with GraphiQL', () => {
  beforeAll(() => start('only', async () => null));
  afterAll(() => g.close());

  it('runs any document for a key with the scope `admin`', async () => {
    expect(await send({ query: DOCUMENT, variables: variables() })).toEqual(ran);
    expect(await send({ query: '{ __type(name: "Query") { name } }' })).toMatchObject({ codes: [] });
  });

  it('runs no other document for other callers', async () => {
    for (const authorization of [asMember(), null]) {
      expect(await send({ query: DOCUMENT, variables: variables() }, authorization)).toMatchObject({
        codes: ['PERSISTED_QUERY_REQUIRED'],
      });
      expect(g.calls).toEqual([]);
    }
    expect(await send({ query: DOCUMENT }, 'Bearer sgk_wrong')).toMatchObject({ codes: ['UNAUTHENTICATED'] });
  });
});

describe('`allow`', () => {
  beforeAll(() => start('allow'));
  afterAll(() => g.close());

  it('runs an id and a document', async () => {
    expect(await send({ documentId: id, variables: variables() })).toEqual(ran);
    expect(await send({ query: DOCUMENT, variables: variables() })).toEqual(ran);
    expect(await send({ documentId: sha256('x') })).toMatchObject({
      codes: ['PERSISTED_QUERY_NOT_FOUND'],
      status: 400,
    });
    expect(await send({})).toMatchObject({ codes: ['BAD_REQUEST'], status: 400 });
  });

  it('stores no document that a client sends', async () => {
    const text = '{ viewer { __typename } }';
    const extensions = { persistedQuery: { version: 1, sha256Hash: sha256(text) } };
    await send({ query: text, extensions });
    expect(await send({ extensions })).toMatchObject({ codes: ['PERSISTED_QUERY_NOT_FOUND'] });
  });
});

describe('`off`', () => {
  it('returns PERSISTED_QUERY_NOT_SUPPORTED for an id', async () => {
    g = await gatewayOverSandbox();
    const codes = ['PERSISTED_QUERY_NOT_SUPPORTED'];
    expect(await send({ documentId: id })).toMatchObject({ codes, status: 400 });
    expect(await send({ extensions: { persistedQuery: { version: 1, sha256Hash: id } } })).toMatchObject({
      data: undefined,
      codes,
    });
    await g.close();
  });
});

describe('the manifest of the client preset', () => {
  beforeEach(async () => {
    const { persistedDocuments } = readConfig({ PERSISTED_DOCUMENTS: 'only', PERSISTED_DOCUMENTS_FILE: FILE });
    g = await gatewayOverSandbox({ persistedDocuments });
  });

  const manifest = () => JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, string>;

  it('runs what the typed client sends by its hash', async () => {
    const [hash = '', text = ''] =
      Object.entries(manifest()).find(([, each]) => each.startsWith('mutation RenameOrganization(')) ?? [];
    const { organization_id: organizationId } = g.world.credentials.admin;
    const answer = await send({ documentId: hash, variables: { organizationId, name: 'Renamed' } });
    expect(answer.data?.['updateOrganization']).toMatchObject({ organization: { name: 'Renamed' } });
    expect(await send({ query: text })).toMatchObject({ codes: ['PERSISTED_QUERY_REQUIRED'] });
    await g.close();
  });

  it('has ids that are hashes of its documents, all of which parse', async () => {
    for (const [hash, text] of Object.entries(manifest())) {
      expect(`sha256:${sha256(text)}`).toBe(hash);
      expect(parse(text).definitions.length).toBeGreaterThan(0);
    }
    await g.close();
  });
});

describe('C7 a client that sends an id', () => {
  const hashed = (hash: string, more: object = {}) => ({
    ...more,
    extensions: { persistedQuery: { version: 1, sha256Hash: hash } },
  });

  it.each([undefined, 'allow', 'only'] as const)(
    'gets the exact message that it matches on (%s), by POST and GET',
    async (mode) => {
      g = await gatewayOverSandbox(mode ? { persistedDocuments: { mode, documents } } : {});
      const word = mode ? 'PersistedQueryNotFound' : 'PersistedQueryNotSupported';
      const code = mode ? 'PERSISTED_QUERY_NOT_FOUND' : 'PERSISTED_QUERY_NOT_SUPPORTED';
      const expected = { errors: [{ message: word, extensions: { code } }] };
      for (const params of [
        hashed(sha256('x')),
        { documentId: sha256('x') },
        { documentId: `sha256:${sha256('x')}` },
      ]) {
        const post = await g.fetch(
          new Request('http://localhost/graphql', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(params),
          }),
        );
        const texts = Object.entries(params).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : JSON.stringify(value),
        ]);
        const get = await g.fetch(new Request(`http://localhost/graphql?${new URLSearchParams(texts)}`));
        expect([await post.json(), await get.json()]).toEqual([expected, expected]);
      }
      await g.close();
    },
  );

  it('sends the document next, beside its hash, and gets its result', async () => {
    for (const persistedDocuments of [undefined, { mode: 'allow', documents } as const]) {
      g = await gatewayOverSandbox({ persistedDocuments });
      expect(await send(hashed(sha256('{ __typename }'), { query: '{ __typename }' }))).toEqual({
        data: { __typename: 'Query' },
        codes: [],
        status: 200,
      });
      await g.close();
    }
  });

  it.each([
    [
      'Apollo’s',
      JSON.stringify({
        format: 'apollo-persisted-query-manifest',
        version: 1,
        operations: [...documents].map(([hash, body]) => ({ id: hash, body, name: 'Ours', type: 'query' })),
      }),
    ],
    ['Relay’s', JSON.stringify(Object.fromEntries(documents))],
    [
      'the client preset’s',
      JSON.stringify(Object.fromEntries([...documents].map(([hash, text]) => [`sha256:${hash}`, text]))),
    ],
  ])('finds the documents of %s manifest', async (_, text) => {
    const read = readManifest(text);
    expect(read).toEqual(documents);
    g = await gatewayOverSandbox({ persistedDocuments: { mode: 'only', documents: read ?? new Map() } });
    expect(await send({ documentId: id, variables: variables() })).toEqual(ran);
    expect(await send(hashed(id, { variables: variables() }))).toEqual(ran);
    for (const each of documents.keys()) {
      const { codes } = await send({ documentId: each });
      // Most lack their variables here; all are found, and valid.
      expect([each, codes.join()]).toEqual([each, expect.not.stringMatching(/PERSISTED|PARSE|VALIDATION/)]);
    }
    await g.close();
  });
});

describe('the settings', () => {
  const file = (text: string) => {
    const path = join(mkdtempSync(join(tmpdir(), 'manifest-')), 'documents.json');
    writeFileSync(path, text);
    return path;
  };

  it('are off by default', () => expect(readConfig({}).persistedDocuments).toBeUndefined());

  it('require a manifest', () => {
    expect(() => readConfig({ PERSISTED_DOCUMENTS: 'only' })).toThrow(/^PERSISTED_DOCUMENTS_FILE is missing/);
    expect(() => readConfig({ PERSISTED_DOCUMENTS: 'allow', PERSISTED_DOCUMENTS_FILE: '/nowhere.json' })).toThrow(
      'PERSISTED_DOCUMENTS_FILE must name a file that can be read.',
    );
    expect(() => readConfig({ PERSISTED_DOCUMENTS: 'yes' })).toThrow('PERSISTED_DOCUMENTS must be off, allow or only.');
  });

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"a": 1}',
    '{"a": ""}',
    '{"": "{ a }"}',
    '["{ a }"]',
    '{"a": {"kind": "Document"}}',
    '{"format": "apollo-persisted-query-manifest", "version": 1, "operations": []}',
    '{"format": "apollo-persisted-query-manifest", "version": 2, "operations": [{"id": "a", "body": "{ a }"}]}',
    '{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"id": "a", "body": ""}]}',
    '{"format": "another", "version": 1, "operations": [{"id": "a", "body": "{ a }"}]}',
  ])('reject %s', (text) => {
    expect(readManifest(text)).toBeUndefined();
    expect(() => readConfig({ PERSISTED_DOCUMENTS: 'only', PERSISTED_DOCUMENTS_FILE: file(text) })).toThrow(
      'PERSISTED_DOCUMENTS_FILE must name a file that maps ids to documents in JSON.',
    );
  });
});
