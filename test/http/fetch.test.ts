/** `gateway.fetch` inside another server, which compresses responses. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGraphiqlHandler } from '../../src/graphiql/index.ts';
import { gatewayOverSandbox, type SandboxGateway, SERVER_KEY } from '../gateway.ts';

const HOST = 'http://localhost';
const headers = {
  'accept-encoding': 'gzip, deflate, br, zstd',
  'content-type': 'application/json',
  authorization: `Bearer ${SERVER_KEY}`,
};
let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox({ page: createGraphiqlHandler({ project: 'sandbox', tabs: [], vertical: 'b2b' }) });
});
afterAll(() => g.close());

describe('a response of fetch', () => {
  it('has no encoding, which Next.js would remove from the headers and not from the body', async () => {
    const page = await g.gateway.fetch(new Request(`${HOST}/graphql`, { headers: { accept: 'text/html' } }));
    const [, script = ''] = /<script type="module" src="([^"]+)"/.exec(await page.text()) ?? [];
    const asset = await g.gateway.fetch(new Request(new URL(script, `${HOST}/graphql`), { headers }));
    expect([asset.status, asset.headers.get('content-encoding')]).toEqual([200, null]);
    expect(await asset.text()).toContain('import');

    const types = '{ __schema { types { name description fields { name description } } } }';
    const large = await g.gateway.fetch(
      new Request(`${HOST}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query: types }) }),
    );
    expect([large.status, large.headers.get('content-encoding')]).toEqual([200, null]);
    const text = await large.text();
    expect(text.length).toBeGreaterThan(32_768);
    expect(JSON.parse(text)).toMatchObject({ data: { __schema: { types: expect.any(Array) } } });
  });
});
