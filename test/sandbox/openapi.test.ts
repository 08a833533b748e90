/** `docs/sandbox.openapi.json` against the endpoints that it describes, over the socket, for both kinds of project. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import document from '../../docs/sandbox.openapi.json' with { type: 'json' };
import { b2b } from '../../src/sandbox/b2b/kind.ts';
import { startSandboxFor } from '../../src/sandbox/by-vertical.ts';
import { consumer } from '../../src/sandbox/consumer/kind.ts';
import { controlsOf } from '../../src/sandbox/control/endpoints.ts';
import { startSandboxOf } from '../../src/sandbox/index.ts';

type Parameter = { name: string; in: string; example?: unknown };
type Json = { 'application/json': { schema: Schema; examples?: Record<string, { value: object }> } };
type Operation = {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Json };
  'x-projects'?: string[];
  responses: Record<string, { content?: object; $ref?: string }>;
};
type Schema = {
  type?: string | string[];
  $ref?: string;
  description?: string;
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema | undefined>;
};

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries<Operation>(methods).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path,
    ...operation,
  })),
);
const belongsTo = (kind: string) => (operation: Operation) => operation['x-projects']?.includes(kind) ?? true;

const kinds = ['b2b', 'consumer'] as const;
type Kind = (typeof kinds)[number];

/** Whether a part of the document applies to a kind of project: its description does not begin with the other kind. */
const isAbout = (kind: Kind, { description = '' }: Schema) =>
  !description.startsWith(kind === 'b2b' ? 'Consumer.' : 'B2B.');

/** The names of the properties that the body of an operation may have. */
const documentedNames = ({ requestBody }: Operation, kind: Kind): string[] => {
  const namesIn = ({ $ref, anyOf, oneOf, properties = {} }: Schema): string[] => {
    const named: Record<string, Schema> = document.components.schemas;
    const parts = [...(anyOf ?? []), ...(oneOf ?? []), ...($ref ? [named[$ref.split('/').at(-1) ?? ''] ?? {}] : [])];
    const own = Object.entries(properties).filter(([, property]) => property && isAbout(kind, property));
    return [...own.map(([name]) => name), ...parts.filter((part) => isAbout(kind, part)).flatMap(namesIn)];
  };
  return namesIn(requestBody?.content['application/json'].schema ?? {}).toSorted();
};

const ajv = new Ajv2020({ strict: false, allErrors: true });
// A CommonJS module under ES rules: the function is its `default`.
addFormats.default(ajv);
ajv.addSchema({ ...document, $id: 'sandbox' });
const pointer = (...keys: string[]) =>
  encodeURI(`sandbox#/${keys.map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`);

/** The validation errors of a JSON value against the schema at a path of the document. */
const faults = (value: unknown, ...keys: string[]) => {
  const validate = ajv.compile({ $ref: pointer(...keys) });
  return validate(value) ? [] : (validate.errors ?? []);
};

const json = ['content', 'application/json', 'schema'];

describe('the OpenAPI document of the sandbox', () => {
  const documented = (kind: string) =>
    operations
      .filter(belongsTo(kind))
      .map(({ method, path }) => `${method} ${path.replace(/\{\w+\}$/, '*')}`)
      .toSorted();

  it('lists every endpoint of a B2B project, and no other', async () => {
    const { worlds, closed, close } = await startSandboxOf(b2b, { port: 0 });
    await close();
    expect(documented('b2b')).toEqual(Object.keys(controlsOf(b2b, worlds, closed)).toSorted());
  });

  it('lists every endpoint of a consumer project, and no other', async () => {
    const { worlds, closed, close } = await startSandboxOf(consumer, { port: 0 });
    await close();
    expect(documented('consumer')).toEqual(Object.keys(controlsOf(consumer, worlds, closed)).toSorted());
  });
});

/** A body that every endpoint rejects. */
const wrong = { no_such: 1, provider: 7, seconds: 'x', organization_id: 7, user_id: 7 };

describe.each(kinds)('in a %s project', (kind) => {
  let sandbox: Awaited<ReturnType<typeof startSandboxFor>>;
  let userId = '';
  beforeAll(async () => {
    sandbox = await startSandboxFor(kind, { port: 0 });
    const world = await sandbox.world();
    if ('users' in world) userId = world.credentials.ada.user_id;
  });
  afterAll(() => sandbox.close());

  const send = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
    const response = await fetch(`${sandbox.origin}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const isPage = response.headers.get('content-type')?.startsWith('text/html');
    const answer: unknown = isPage ? await response.text() : await response.json();
    return { status: response.status, body: answer };
  };
  const create = async () => {
    const { body } = await send('POST', '/sandbox/worlds', { seed: 'empty' });
    return (body as { project_id: string }).project_id;
  };

  describe.each(operations.filter(belongsTo(kind)))('$method $path', (operation) => {
    const { method, path, parameters = [], requestBody, responses } = operation;
    const query = new URLSearchParams(
      parameters.flatMap(({ name, in: place, example }): [string, string][] =>
        place === 'query' && example !== undefined ? [[name, String(example)]] : [],
      ),
    );
    const place = async () => `${path.replace('{project_id}', await create())}${query.size > 0 ? `?${query}` : ''}`;
    const examples = Object.entries(
      requestBody?.content['application/json'].examples ?? { none: { value: undefined } },
    );

    it.each(examples)('returns for the example %s the documented response', async (_, { value }) => {
      const body = path === '/sandbox/impersonation' && kind === 'consumer' ? { user_id: userId } : value;
      if (body) {
        expect(faults(body, 'paths', path, method.toLowerCase(), 'requestBody', ...json)).toEqual([]);
      }
      const { status, body: answer } = await send(method, await place(), body);
      const [content = ''] = Object.keys(responses['200']?.content ?? {});
      expect([
        status,
        faults(answer, 'paths', path, method.toLowerCase(), 'responses', '200', 'content', content, 'schema'),
      ]).toEqual([200, []]);
    });

    it('rejects unknown properties and query parameters, and those sent twice, by name', async () => {
      const [, { value = undefined } = {}] = examples[0] ?? [];
      const body = path === '/sandbox/impersonation' && kind === 'consumer' ? { user_id: userId } : value;
      const message = async (at: string, sent?: object) => {
        const { status, body: answer } = await send(method, at, sent);
        expect([status, faults(answer, 'components', 'schemas', 'Error')]).toEqual([400, []]);
        return (answer as { error_message: string }).error_message;
      };
      const at = await place();
      const known = requestBody ? (body ?? {}) : undefined;
      const inQuery = await message(`${at}${at.includes('?') ? '&' : '?'}no_such=1`, known);
      expect(inQuery).toMatch(/^no_such: /);
      if (!requestBody) {
        const [name, value] = [...query][0] ?? ['twice', '1'];
        const inTwo = await message(`${at.replace(/\?.*/, '')}?${name}=${value}&${name}=${value}`);
        expect(inTwo).toMatch(new RegExp(`^${name}: .*once`));
      }
      if (method === 'GET') return;
      const inBody = await message(at.replace(/\?.*/, ''), { ...known, no_such: 1 });
      expect(inBody).toMatch(/^no_such: /);
      // Every documented property is accepted, and no other.
      const [, names] = /The properties are (.*)\.$/.exec(inBody) ?? [];
      if (names !== undefined) expect(names.split(', ').toSorted()).toEqual(documentedNames(operation, kind));
    });

    it('rejects requests with the documented errors', async () => {
      const seen = new Map<string, number>();
      const check = async (name: string, expected: number, answer: Promise<{ status: number; body: unknown }>) => {
        const { status, body } = await answer;
        expect([name, status, faults(body, 'components', 'schemas', 'Error')]).toEqual([name, expected, []]);
        seen.set(String(expected), status);
      };
      const sent = method === 'GET' || method === 'DELETE' ? undefined : {};
      const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
      await check('credentials', 401, send(method, await place(), sent, basic('project-test-none:secret')));
      await check('page', 403, send(method, await place(), sent, { origin: 'https://evil.example' }));
      if ('400' in responses) {
        const isQuery = sent === undefined;
        const at = isQuery ? `${(await place()).split('?')[0]}?no_such=1` : await place();
        await check('property', 400, send(method, at, isQuery ? undefined : wrong));
      }
      // Requests for other hosts are in host.test.ts.
      const missing = Object.keys(responses).filter(
        (status) => !seen.has(status) && !['200', '404', '421'].includes(status),
      );
      expect(missing).toEqual([]);
    });
  });

  it('returns 404 for an unknown world, as documented', async () => {
    const { status, body } = await send('DELETE', '/sandbox/worlds/project-test-none');
    expect([status, faults(body, 'components', 'schemas', 'Error')]).toEqual([404, []]);
  });

  it('returns messages, calls and failures as documented', async () => {
    const authorization = `Basic ${Buffer.from(`${sandbox.projectId}:${sandbox.secret}`).toString('base64')}`;
    const mail: [string, object] =
      kind === 'b2b'
        ? ['/v1/b2b/magic_links/email/discovery/send', { email_address: 'a@b.example' }]
        : ['/v1/magic_links/email/login_or_create', { email: 'a@b.example' }];
    await send('POST', ...mail, { authorization });
    await send('GET', '/v1/none', undefined, { authorization });
    await send('POST', '/sandbox/failures', { operation: 'oauth2_token', delay_ms: 1, times: 3 });
    for (const [path, name, list] of [
      ['/sandbox/outbox', 'Messages', 'messages'],
      ['/sandbox/calls', 'Calls', 'calls'],
      ['/sandbox/failures', 'Failures', 'failures'],
    ] as const) {
      const { body } = await send('GET', path);
      expect([name, faults(body, 'components', 'schemas', name)]).toEqual([name, []]);
      expect((body as Record<string, unknown[]>)[list]?.length).toBeGreaterThan(0);
    }
  });
});
