/** The gateway loads the manifest of Relay's compiler unchanged, and Relay runs each of its documents by id. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Environment, type GraphQLResponse, Network, RecordSource, type RequestParameters, Store } from 'relay-runtime';
import { afterAll, describe, expect } from 'vitest';
import { readConfig } from '../../../src/process/config.ts';
import { SERVER_KEY } from '../../gateway.ts';
import { clientTest, present, readText } from '../harness.ts';

const root = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'relay-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Compiles like an app that persists its documents. */
function compile(): string {
  mkdirSync(join(folder, 'src/__generated__'), { recursive: true });
  writeFileSync(join(folder, 'schema.graphql'), readText('schema/b2b.graphql'));
  const config: unknown = JSON.parse(readText('test/clients/relay/relay.config.json'));
  writeFileSync(
    join(folder, 'relay.config.json'),
    JSON.stringify({
      ...Object(config),
      src: 'src',
      schema: 'schema.graphql',
      artifactDirectory: 'src/__generated__',
      persistConfig: { file: 'persisted.json', algorithm: 'SHA256' },
    }),
  );
  writeFileSync(join(folder, 'persisted.json'), '{}');
  writeFileSync(join(folder, 'src/team.ts'), readText('test/clients/relay/team.ts'));
  execFileSync(join(root, 'node_modules/.bin/relay-compiler'), ['relay.config.json'], { cwd: folder, stdio: 'pipe' });
  return join(folder, 'persisted.json');
}

const manifest = compile();
const ids = Object.entries(JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, string>);
const { persistedDocuments } = readConfig({ PERSISTED_DOCUMENTS: 'only', PERSISTED_DOCUMENTS_FILE: manifest });

const persisting = clientTest('Relay, persisted', { persistedDocuments });

/** The parameters in a compiled artifact: an id, and no text. */
function parametersOf(name: string): RequestParameters {
  const artifact = readFileSync(join(folder, `src/__generated__/${name}.graphql.ts`), 'utf8');
  expect(artifact).toContain('"text": null');
  const id = present(/"id": "([0-9a-f]{64})"/.exec(artifact)?.[1], 'an id');
  return {
    id,
    name,
    text: null,
    operationKind: name.endsWith('Mutation') ? 'mutation' : 'query',
    metadata: {},
  };
}

describe('the manifest of Relay’s compiler', () => {
  persisting('names each document of the app by the id in its artifact', async ({ g }) => {
    expect(ids.length).toBeGreaterThanOrEqual(10);
    expect(persistedDocuments?.documents.size).toBe(ids.length);
    const { organization_id: organizationId } = g.world.credentials.admin;
    const sent: number[] = [];
    const send = async ({ id }: RequestParameters, variables: object): Promise<GraphQLResponse> => {
      const response = await fetch(g.endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${SERVER_KEY}` },
        body: JSON.stringify({ documentId: id, variables }),
      });
      sent.push(response.status);
      return (await response.json()) as GraphQLResponse;
    };
    const network = Network.create(send);
    const environment = new Environment({ network, store: new Store(new RecordSource()) });
    for (const [id, text] of ids) {
      const name = present(/^(?:query|mutation) (\w+)/.exec(text)?.[1], 'a name');
      expect(parametersOf(name).id).toBe(id);
      const variables = { id: organizationId, organizationId, statuses: ['ACTIVE'] };
      const result = await environment.getNetwork().execute(parametersOf(name), variables, { force: true }).toPromise();
      // Other tests check the result. Here the document was found, and no part of it was rejected as unknown.
      expect(JSON.stringify(result)).not.toMatch(/PERSISTED_QUERY|GRAPHQL_VALIDATION_FAILED/);
    }
    expect(sent).toHaveLength(ids.length);
    expect(g.received).toHaveLength(ids.length);
  });

  persisting('leaves nothing else to run', async ({ g }) => {
    const { errors } = await g.query('{ viewer { kind } }', { as: 'member' });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['PERSISTED_QUERY_REQUIRED']);
  });
});
