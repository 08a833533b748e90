/** Edges that need only the ids of their parent (`byKey` in the schema). */
import { type GraphQLField, getNamedType, isObjectType, Kind, OperationTypeNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../schema/b2b/index.ts';
import { sampleId } from '../sample-id.ts';

describe('an edge by key', () => {
  it('takes no more than ids of its owner, as `byKey` says of it', async () => {
    const read = new Map<string, Set<string>>();
    for (const [place, field] of edges()) {
      const properties = new Set<string>();
      read.set(place, properties);
      await follow(field, properties).catch(() => undefined);
    }
    expect(read.size).toBeGreaterThan(30);
    const others = [...read].flatMap(([place, properties]) =>
      [...properties].filter((name) => !ids.has(name)).map((name) => `${place} reads ${name}`),
    );
    expect(others).toEqual([]);
    expect([...read].filter(([, properties]) => properties.size === 0)).toEqual([]);
  });
});

/** Names of ids in objects of Stytch. */
const ids = new Set(['organization_id', 'member_id', 'connection_id', 'connected_app_id', 'client_id']);

/** Every field with `byKey`, except those of the viewer, which is always available. */
const edges = (): [string, GraphQLField<unknown, unknown>][] =>
  Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => name !== 'Viewer')
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter(({ extensions }) => extensions['byKey'])
        .map((field): [string, GraphQLField<unknown, unknown>] => [`${type.name}.${field.name}`, field]),
    );

/** Resolves a field on a parent that records the properties read. Stytch never responds. */
async function follow(field: GraphQLField<unknown, unknown>, properties: Set<string>): Promise<void> {
  const owner = new Proxy(
    {},
    {
      get: (_, name) => {
        if (typeof name === 'string') properties.add(name);
        return `${String(name).replace('_id', '')}-test-1`;
      },
      ownKeys: () => {
        properties.add('everything');
        return [];
      },
    },
  );
  const loaders = { get: () => ({ load: () => Promise.reject(new Error('not here')) }) };
  const node = {
    kind: Kind.FIELD,
    name: { kind: Kind.NAME, value: field.name },
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: 'somethingElse' } }],
    },
  } as const;
  const type = getNamedType(field.type);
  const parentType = schema.getQueryType();
  if (!parentType) throw new Error('a schema has queries');
  await field.resolve?.(
    owner,
    {
      first: 1,
      organizationId: 'x',
      by: { id: sampleId('Member') },
      clientId: 'x',
      connectionId: sampleId('SsoConnection'),
    },
    {
      caller: { kind: 'server', name: 'test', scopes: ['admin'] },
      loaders,
      stytch: { call: () => Promise.reject(new Error('not here')) },
    },
    {
      fieldName: field.name,
      fieldNodes: [node],
      returnType: isObjectType(type) ? field.type : type,
      parentType,
      path: { prev: undefined, key: field.name, typename: undefined },
      schema,
      fragments: {},
      rootValue: undefined,
      operation: {
        kind: Kind.OPERATION_DEFINITION,
        operation: OperationTypeNode.QUERY,
        selectionSet: { kind: Kind.SELECTION_SET, selections: [node] },
      },
      variableValues: {},
    },
  );
}
