/**
 * The thirteen checks of graphql-cop (github.com/dolevf/graphql-cop), sent by a visitor to a gateway that allows
 * introspection to known callers only: T25, T28, T29, T33, T35. Each title names the finding that must not appear.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox({ introspection: 'callers' });
});
afterAll(() => g.close());
afterEach(() => expect(g.calls).toEqual([]));

interface Told {
  status: number;
  text: string;
  body: { data?: Record<string, unknown> | null; errors?: { message: string; extensions: object }[] };
}

const address = 'http://gateway.test/graphql';

async function ask(init: RequestInit, url = address): Promise<Told> {
  const response = await g.fetch(new Request(url, init));
  const text = await response.text();
  // The assertions interpret the response.
  return { status: response.status, text, body: text.startsWith('{') ? (JSON.parse(text) as Told['body']) : {} };
}

const post = (body: unknown) =>
  ask({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const query = (document: string) => post({ query: document });

describe('graphql-cop finds', () => {
  it('1: no field suggestions (T35)', async () => {
    const { body, text } = await query('query { __schema { directive } }');
    expect(body.errors?.length).toBeGreaterThan(0);
    expect(text).not.toMatch(/did you mean/i);
    expect(text).not.toContain('directives');
  });

  it('2: no introspection (T35)', async () => {
    const { body } = await query('query { __schema { types { name fields { name } } } }');
    expect(body.data ?? null).toBeNull();
    expect(body.errors?.length).toBeGreaterThan(0);
  });

  it.each(['/graphiql', '/playground', '/console', '/graphql', '/'])('3: no GraphiQL at %s (T28)', async (path) => {
    for (const accept of ['*/*', 'text/html']) {
      const { text, status } = await ask({ headers: { accept } }, `http://gateway.test${path}`);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(text).not.toMatch(/graphi?ql.?playground|graphiql|apollo.?sandbox|<html/i);
    }
  });

  it('4: GET for queries only, and none for a page of another site (T25)', async () => {
    const url = `${address}?query=${encodeURIComponent('{__typename}')}`;
    const { status, body } = await ask({}, url);
    expect([status, body.data]).toEqual([200, { __typename: 'Query' }]);
    const foreign = await ask({ headers: { 'sec-fetch-site': 'cross-site' } }, url);
    expect([foreign.status, foreign.body.data]).toEqual([403, undefined]);
  });

  it('5: no mutation by GET (T25)', async () => {
    const { status, body } = await ask({}, `${address}?query=${encodeURIComponent('mutation {__typename}')}`);
    expect(status).toBe(405);
    expect(body.data).toBeUndefined();
  });

  it('6: no query in a form or in the URL of a POST (T25)', async () => {
    const form = new URLSearchParams({ query: 'query {__typename}' });
    for (const { status, body } of [
      await ask({ method: 'POST', body: form }),
      await ask({ method: 'POST' }, `${address}?${form}`),
    ]) {
      expect(status).toBe(415);
      expect(body.data).toBeUndefined();
    }
    const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    expect((await ask(json, `${address}?${form}`)).body.data).toBeUndefined();
  });

  it('7: no hundred aliases (T29)', async () => {
    const aliases = Array.from({ length: 101 }, (_, index) => `alias${index}:__typename`).join('\n');
    const { status, body } = await query(`query { ${aliases} }`);
    expect(status).toBe(400);
    expect(body.data ?? null).toBeNull();
  });

  it('8: no batches (T29)', async () => {
    const { status, body } = await post(Array.from({ length: 10 }, () => ({ query: 'query { __typename }' })));
    expect(status).toBe(400);
    expect(body.data).toBeUndefined();
  });

  it('9: no field five hundred times (T29)', async () => {
    const { status, body } = await query(`query { ${'__typename \n'.repeat(500)} }`);
    expect(status).toBe(400);
    expect(body.data ?? null).toBeNull();
  });

  it('10: no overloaded directives with one error each (T29)', async () => {
    for (const count of [10, 51, 500]) {
      const { body } = await query(`query { __typename ${'@aa'.repeat(count)} }`);
      expect(body.data ?? null).toBeNull();
      expect(body.errors?.length, `${count} directives`).toBe(1);
    }
  });

  it('11: no circular introspection (T29)', async () => {
    const circle = 'fields { type { '.repeat(5);
    const { body } = await query(`query { __schema { types { ${circle} name ${'} }'.repeat(5)} } }`);
    expect(body.data ?? null).toBeNull();
    expect(body.errors?.length).toBeGreaterThan(0);
  });

  it('12: no tracing (T33)', async () => {
    const { body, text } = await query('query { __typename }');
    expect(body).toEqual({ data: { __typename: 'Query' } });
    expect(text).not.toMatch(/tracing|stacktrace|exception/i);
  });

  it('13: no unhandled error (T33)', async () => {
    const { body, text } = await query('qwerty cop { abc }');
    expect(body.errors).toHaveLength(1);
    expect(Object.keys(body.errors?.[0]?.extensions ?? {})).toEqual(['code']);
    expect(text).not.toMatch(/exception|stack|node_modules|qwerty/i);
  });

  it('14: no fragment that spreads itself, as later versions check (T29)', async () => {
    const { body } = await query(
      'query { __schema { ...A } } fragment A on __Schema { __typename ...B } fragment B on __Schema { ...A }',
    );
    expect(body.data ?? null).toBeNull();
    expect(body.errors?.length).toBeGreaterThan(0);
  });
});
