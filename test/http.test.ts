/** GraphQL over HTTP as specified: the audits of graphql-http, and the requests that a browser may send. */
import { type Audit, serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from './gateway.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterAll(() => g.close());

const URL = 'http://gateway.test/graphql';
const audits: Audit[] = serverAudits({
  url: URL,
  fetchFn: (url: string, init?: RequestInit) => g.fetch(new Request(url, init)),
});

describe('graphql-http audits', () => {
  it('are 61', () => expect(audits.length).toBe(61));

  it.each(audits.map(({ id, name, fn }) => [id, name, fn] as const))('%s %s', async (_, name, fn) => {
    const result = await fn();
    // MAY is optional; every MUST and SHOULD holds, and queries by GET are served.
    if (!name.startsWith('MAY') || name.includes('GET')) expect(result).toMatchObject({ status: 'ok' });
  });
});

describe('a response', () => {
  const post = (body: string, headers: Record<string, string> = {}) =>
    g.fetch(new Request(URL, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body }));

  it('is not cached', async () => {
    const response = await post('{"query":"{ __typename }"}');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('gives no other site leave to read it', async () => {
    const response = await post('{"query":"{ __typename }"}', { origin: 'https://evil.example' });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('refuses more than 256 kB', async () => {
    const body = JSON.stringify({ query: `{ __typename } # ${'x'.repeat(300_000)}` });
    const response = await post(body, { 'content-length': String(body.length) });
    expect(response.status).toBe(413);
  });

  it('tells a mistake in the document', async () => {
    const { errors } = await g.query('{ viewer { nonsense } }');
    expect(errors[0]?.message).toContain('nonsense');
  });

  it('names the form of a scalar and not the value that missed it', async () => {
    const data = await g.data<{ createOrganization: { message: string } }>(
      'mutation ($url: URL) { createOrganization(input: { name: "A", logoUrl: $url }) { ... on Error { message } } }',
      {
        variables: { url: 'canary' },
      },
    );
    expect(data.createOrganization.message).toBe(
      '`logoUrl` is not a valid `URL`. Expected an absolute URL, such as https://example.com/path.',
    );
  });
});
