import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { promisify } from 'node:util';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { buildSchema, getVariableValues, Kind, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { assetManifest } from '../src/graphiql/assets.ts';
import { createGraphiqlHandler, type GraphiqlOptions } from '../src/graphiql/index.ts';
import { defaultTabs, type TabIds } from '../src/vertical/b2b/tabs.ts';

const root = join(import.meta.dirname, '..');
/** URL path of the page's files. */
const FILES = '/graphql/graphiql';

const ids: TabIds = {
  organizationId: 'organization-test-1',
  memberId: 'member-test-1',
  scim: { organizationId: 'organization-test-2', connectionId: 'scim-connection-test-1' },
  connectedAppClientId: 'connected-app-test-1',
};

const ask = async (path: string, headers: Record<string, string> = {}, options?: Partial<GraphiqlOptions>) =>
  createGraphiqlHandler({ project: 'sandbox', tabs: defaultTabs(ids), vertical: 'b2b', ...options })(
    new Request(new URL(path, 'http://gateway.example'), { headers }),
  );

const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('the page', () => {
  it('is what a browser gets at the endpoint, and a GraphQL client does not', async () => {
    const page = await ask('/graphql', browser);
    expect(page?.status).toBe(200);
    expect(page?.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await ask('/graphql', { accept: 'application/json' })).toBeNull();
    expect(await ask('/graphql', { accept: '*/*' })).toBeNull();
    expect(await ask('/elsewhere', browser)).toBeNull();
  });

  it('accepts only GET and HEAD', async () => {
    const answer = createGraphiqlHandler({ project: 'sandbox', tabs: [], vertical: 'b2b' });
    const request = (method: string) => new Request('http://gateway.example/graphql', { method, headers: browser });
    expect(await answer(request('POST'))).toBeNull();
    const head = await answer(request('HEAD'));
    expect(head?.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await head?.text()).toBe('');
  });

  it('forbids every other host, inline scripts and being framed', async () => {
    for (const path of ['/graphql', `${FILES}/${assetManifest.script}`, `${FILES}/config.json`, `${FILES}/none`]) {
      const headers = (await ask(path, browser))?.headers;
      const policy = headers?.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/https?:|unsafe-eval|blob:/);
      expect(headers?.get('x-content-type-options')).toBe('nosniff');
      expect(headers?.get('x-frame-options')).toBe('DENY');
      expect(headers?.get('referrer-policy')).toBe('no-referrer');
    }
  });

  it('names files that exist, and no script or style of its own', async () => {
    const html = await (await ask('/graphql', browser))?.text();
    const names = [...(html ?? '').matchAll(/(?:src|href)="graphql\/graphiql\/([^"]+)"/g)].map(([, name]) => name);
    expect(names).toContain(assetManifest.script);
    for (const name of names) expect(assetManifest.files).toHaveProperty([String(name)]);
    expect(html).not.toMatch(/https?:\/\/|<style|<script(?! type="module" src="graphql\/graphiql\/)/);
  });

  it('shows the name of a project as text', async () => {
    const html = await (await ask('/graphql', browser, { project: '<script>alert(1)</script>' }))?.text();
    expect(html).not.toContain('<script>alert');
  });
});

describe('its files', () => {
  it('are served in the accepted encoding, as immutable', async () => {
    const path = `${FILES}/${assetManifest.script}`;
    const body = async (encoding: string) => {
      const response = await ask(path, { 'accept-encoding': encoding });
      const bytes = Buffer.from((await response?.arrayBuffer()) ?? new ArrayBuffer(0));
      expect(response?.headers.get('content-length')).toBe(String(bytes.length));
      expect(response?.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(response?.headers.get('vary')).toBe('accept-encoding');
      return { encoding: response?.headers.get('content-encoding'), bytes };
    };
    const plain = await body('identity');
    expect(plain).toMatchObject({
      encoding: null,
      bytes: { length: assetManifest.files[assetManifest.script]?.bytes },
    });
    const brotli = await body('gzip, deflate, br, zstd');
    expect(brotli.encoding).toBe('br');
    expect(brotliDecompressSync(brotli.bytes).equals(plain.bytes)).toBe(true);
    for (const accepted of ['gzip, deflate', 'br;q=0, gzip;q=0.5']) {
      const gzip = await body(accepted);
      expect(gzip.encoding).toBe('gzip');
      expect(gunzipSync(gzip.bytes).equals(plain.bytes)).toBe(true);
    }
  });

  it.each(['none.js', '../index.ts', '..%2findex.ts', 'manifest.json', '__proto__', 'constructor'])(
    'do not include %s',
    async (name) => {
      const response = await ask(`${FILES}/${name}`);
      // URL parsing removes a plain `..` together with the folder before the request is routed.
      expect(response?.status ?? 404).toBe(404);
    },
  );

  it('are the output of a build', { timeout: 60_000 }, async () => {
    await promisify(execFile)(execPath, [join(root, 'src/graphiql/build.ts'), '--check']);
  });
});

describe('its configuration', () => {
  it('holds the tabs and fresh credentials, and is never stored', async () => {
    let calls = 0;
    const credentials = async () => [{ name: 'admin', label: 'Admin', token: `token-${++calls}` }];
    const options = { endpoint: '/graph', credentials };
    await ask('/graph/graphiql/config.json', {}, options);
    const response = await ask('/graph/graphiql/config.json', { 'sec-fetch-site': 'same-origin' }, options);
    expect(response?.headers.get('cache-control')).toBe('no-store');
    expect(await response?.json()).toEqual({
      endpoint: 'graph',
      project: 'sandbox',
      tabs: defaultTabs(ids),
      vertical: 'b2b',
      cookies: false,
      credentials: [{ name: 'admin', label: 'Admin', token: 'token-2' }],
    });
  });

  it('gives no credentials away outside of the sandbox, and none to other sites', async () => {
    expect(await (await ask(`${FILES}/config.json`))?.json()).toMatchObject({ credentials: [] });
    for (const site of ['cross-site', 'same-site']) {
      expect((await ask(`${FILES}/config.json`, { 'sec-fetch-site': site }))?.status).toBe(404);
    }
  });
});

describe('the prepared tabs', () => {
  it('are called by their operation, and one is left without a sandbox', () => {
    for (const { query, operationName, variables } of defaultTabs(ids)) {
      const [operation] = parse(query).definitions;
      expect(operation).toMatchObject({ kind: Kind.OPERATION_DEFINITION, name: { value: operationName } });
      expect(variables === '' || JSON.parse(variables)).toBeTruthy();
    }
    expect(defaultTabs().map(({ operationName }) => operationName)).toEqual(['WhoAmI']);
  });

  const printed = join(root, 'schema/b2b.graphql');

  describe.skipIf(!existsSync(printed))('against the graph', () => {
    const schema = existsSync(printed)
      ? buildSchema(readFileSync(printed, 'utf8'))
      : buildSchema('type Query { no: ID }');

    it.each(defaultTabs(ids))('$operationName is valid, and so are its variables', ({ query, variables }) => {
      const document = parse(query);
      expect(validate(schema, document).map(({ message }) => message)).toEqual([]);
      const [operation] = document.definitions;
      if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('The first definition is no operation.');
      const given: Record<string, unknown> = variables ? JSON.parse(variables) : {};
      const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], given);
      expect((errors ?? []).map(({ message }) => message)).toEqual([]);
    });
  });
});
