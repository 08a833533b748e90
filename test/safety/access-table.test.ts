/** T4: the one table of who may what is complete, current, and true of what really goes to Stytch. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type DocumentNode, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { describe, expect, it } from 'vitest';
import { accessPage, fieldRows, operationRows } from '../../schema/access-page.ts';
import { schema } from '../../schema/b2b/index.ts';
import { operations } from '../../src/stytch/contract/operations.ts';
import type { OperationKey } from '../../src/stytch/contract/types.ts';
import { isServedBy, routes } from '../contract.ts';
import { gatewayOverSandbox } from '../gateway.ts';
import { examples } from '../operations/index.ts';

const root = new URL('../../', import.meta.url);
const fields = fieldRows(schema);
const rows = operationRows(schema);
const guardOf = new Map(rows.map(({ key, guard }) => [key, guard]));
const idOf = (key: OperationKey): string => operations[key].id;
const page = readFileSync(new URL('docs/access-b2b.md', root), 'utf8');

describe('T4: the table of who may what', () => {
  it('is printed as it stands', () => {
    expect(page, 'run `npm run codegen`').toBe(accessPage(schema));
  });

  it('has every operation of the contract, and is as long as it says', () => {
    expect(rows.map(({ key }) => idOf(key)).sort()).toEqual([...routes.keys()].sort());
    const count = (guard: string) => rows.filter((row) => row.guard === guard).length;
    const [both, alone, refused] = [count('Stytch and the gateway'), count('the gateway'), count('refused')];
    expect(both + alone + refused).toBe(routes.size);
    expect(page).toContain(
      `Of Stytch’s ${routes.size} operations ${both + alone} are in this graph. ${both} of them are`,
    );
    expect(page).toContain(`${alone} are guarded by the gateway alone. The other ${refused} `);
    expect(refused).toBe([...routes.values()].filter((route) => !isServedBy('b2b', route)).length);
    const withSession = rows.filter(({ key, guard }) => guard !== 'refused' && operations[key].session);
    expect(both).toBe(withSession.length);
    for (const { key } of rows) expect(page, key).toContain(`\`${key}\``);
  });

  it('has a row for every operation that is built, and none for another', () => {
    const reached = rows.filter(({ guard }) => guard !== 'refused').map(({ key }) => idOf(key));
    const built = [...routes.values()].filter((route) => isServedBy('b2b', route)).map(({ id }) => id);
    expect(reached.sort()).toEqual(built.sort());
  });

  it('has every root field, and every edge that names an operation', () => {
    const named = new Set(fields.map(({ name }) => name));
    const leading = Object.values(schema.getTypeMap()).flatMap((type) =>
      'getFields' in type && !type.name.startsWith('__')
        ? Object.values(type.getFields())
            .filter(
              ({ extensions }) => ['Query', 'Mutation'].includes(type.name) || extensions['operations'] !== undefined,
            )
            .map(({ name }) => `${type.name}.${name}`)
        : [],
    );
    expect(leading.length).toBeGreaterThan(150);
    expect(leading.filter((name) => !named.has(name))).toEqual([]);
    for (const { name } of fields) expect(page, name).toContain(`| \`${name}\` |`);
  });

  it('gives a secret to nobody without a proof, a right, or being the one it is about', () => {
    const open = fields.filter(
      ({ access, givesSecret }) =>
        givesSecret && (access === 'anyone' || (!access.proof && ['any', 'own'].includes(access.signedIn))),
    );
    expect(open.map(({ name }) => name)).toEqual([]);
  });
});

describe('T4: an operation without a row', () => {
  /** What the gateway asks for by itself, to know who is calling and what they may. */
  const own = [
    'get /v1/b2b/rbac/policy',
    'get /v1/b2b/rbac/organizations/{organization_id}',
    'get /v1/b2b/sessions/jwks/{project_id}',
    'post /v1/b2b/sessions/authenticate',
  ];
  const keys = new Set<string>(rows.map(({ key }) => key));

  it('is called nowhere in the code', () => {
    const called = globSync(['resolvers/**/*.ts', 'loaders/**/*.ts', 'src/*.ts', 'src/vertical/**/*.ts'], {
      cwd: fileURLToPath(root),
      exclude: ['**/consumer/**', '**/consumer.ts'],
    }).flatMap((file) =>
      [...readFileSync(new URL(file, root), 'utf8').matchAll(/'(get|post|put|delete)',\s*'(\/v1\/[^']*)'/g)].map(
        ([, method, path]) => `${method} ${path}` as OperationKey,
      ),
    );
    expect(new Set(called).size).toBeGreaterThan(100);
    expect(called.filter((key) => !keys.has(key) || guardOf.get(key) === 'refused')).toEqual([]);
  });

  /** Operations that the fields of a document name. */
  const namedBy = (document: DocumentNode) => {
    const named = new Set<string>(own);
    const info = new TypeInfo(schema);
    visit(
      document,
      visitWithTypeInfo(info, {
        Field() {
          const row = fields.find(({ name }) => name === `${info.getParentType()?.name}.${info.getFieldDef()?.name}`);
          for (const key of row?.operations ?? []) named.add(key);
        },
      }),
    );
    return named;
  };

  it.each(examples)('is not called behind another: $id', async ({ document, variables, as = 'server' }) => {
    const g = await gatewayOverSandbox({ warm: false });
    try {
      const given = (await variables?.(g)) ?? {};
      g.calls.length = 0;
      await g.query(document, { variables: given, as });
      const named = new Set([...namedBy(parse(document))].map((key) => idOf(key as OperationKey)));
      expect(g.calls.length).toBeGreaterThan(0);
      expect(g.calls.map(({ id }) => id).filter((id) => !named.has(id))).toEqual([]);
    } finally {
      await g.close();
    }
  });
});
