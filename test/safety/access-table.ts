/** T4: the access table of each kind of project is complete, current and true of the calls that reach Stytch. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type DocumentNode, type GraphQLSchema, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { describe, expect, it } from 'vitest';
import { accessPage, fieldRows, operationRows } from '../../schema/access-page.ts';
import { operations } from '../../src/stytch/contract/operations.ts';
import type { OperationKey } from '../../src/stytch/contract/types.ts';
import type { VerticalName } from '../../src/vertical/vertical.ts';
import type { AsOneOf, Base } from '../assemble.ts';
import { contractRoutes, isServedBy } from '../contract.ts';

/** Sources that a table is compared with, besides the contract. */
interface AccessExpectations<Name extends string, Gateway extends Base<Name>> {
  /** The sentence of docs/safety.md on `both` operations with two guards and `alone` with one. */
  readonly sentence: (both: number, alone: number) => string;
  /** Operations that the gateway calls on its own account, to identify the caller and read permissions. */
  readonly own: readonly OperationKey[];
  /** Sources of the other kind of project. */
  readonly exclude: string[];
  /** A request for each operation that succeeds on a fresh sandbox. */
  readonly examples: readonly {
    readonly id: string;
    readonly document: string;
    readonly variables?: (g: Gateway) => Record<string, unknown> | Promise<Record<string, unknown>>;
    readonly as?: AsOneOf<Name>;
  }[];
  readonly open: () => Promise<Gateway>;
}

const root = new URL('../../', import.meta.url);
const idOf = (key: OperationKey): string => operations[key].id;

/** Declares the tests of one table. */
export function describeAccessTable<Name extends string, Gateway extends Base<Name>>(
  vertical: VerticalName,
  schema: GraphQLSchema,
  { sentence, own, exclude, examples, open }: AccessExpectations<Name, Gateway>,
): void {
  const fields = fieldRows(schema);
  const rows = operationRows(schema);
  const reached = rows.filter(({ guard }) => guard !== 'refused');
  const guardOf = new Map<string, string>(rows.map(({ key, guard }) => [key, guard]));
  const page = readFileSync(new URL(`docs/access-${vertical}.md`, root), 'utf8');

  describe('T4: the access table', () => {
    it('matches the printed file', () => {
      expect(page, 'run `npm run codegen`').toBe(accessPage(schema));
    });

    it('has every operation of the contract, as many as it states', () => {
      expect(rows.map(({ key }) => idOf(key)).sort()).toEqual([...contractRoutes.keys()].sort());
      const count = (guard: string) => rows.filter((row) => row.guard === guard).length;
      const [both, alone, refused] = [count('Stytch and the gateway'), count('the gateway'), count('refused')];
      expect(both + alone + refused).toBe(contractRoutes.size);
      expect(page).toContain(
        `This graph calls ${both + alone} of Stytch’s ${contractRoutes.size} operations. ${sentence(both, alone)} The other ${refused} `,
      );
      expect(refused).toBe([...contractRoutes.values()].filter((route) => !isServedBy(vertical, route)).length);
      expect(both).toBe(reached.filter(({ key }) => operations[key].session).length);
      for (const { key } of rows) expect(page, key).toContain(`\`${key}\``);
    });

    it('has a row for every implemented operation, and for no other', () => {
      const built = [...contractRoutes.values()].filter((route) => isServedBy(vertical, route)).map(({ id }) => id);
      expect(reached.map(({ key }) => idOf(key)).sort()).toEqual(built.sort());
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
      expect(leading.length).toBeGreaterThan(reached.length);
      expect(leading.filter((name) => !named.has(name))).toEqual([]);
      for (const { name } of fields) expect(page, name).toContain(`| \`${name}\` |`);
    });

    it('exposes a secret only with a proof, a permission or to its owner', () => {
      const open = fields.filter(
        ({ access, givesSecret }) =>
          givesSecret && (access === 'anyone' || (!access.proof && ['any', 'own'].includes(access.signedIn))),
      );
      expect(open.map(({ name }) => name)).toEqual([]);
    });
  });

  describe('T4: an operation without a row', () => {
    it('is not called by the code', () => {
      const called = globSync(['resolvers/**/*.ts', 'loaders/**/*.ts', 'src/*.ts', 'src/vertical/**/*.ts'], {
        cwd: fileURLToPath(root),
        exclude,
      }).flatMap((file) =>
        [...readFileSync(new URL(file, root), 'utf8').matchAll(/'(get|post|put|delete)',\s*'(\/v1\/[^']*)'/g)].map(
          ([, method, path]) => `${method} ${path}`,
        ),
      );
      expect(new Set(called).size).toBeGreaterThan(reached.length * 0.8);
      expect(called.filter((key) => !guardOf.has(key) || guardOf.get(key) === 'refused')).toEqual([]);
    });

    /** Operations that the fields of a document name. */
    const namedBy = (document: DocumentNode) => {
      const named = new Set<OperationKey>(own);
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

    it.each(examples)(
      'calls only the operations that its fields name: $id',
      async ({ document, variables, as = 'server' }) => {
        const g = await open();
        try {
          const given = (await variables?.(g)) ?? {};
          g.calls.length = 0;
          await g.query(document, { variables: given, as });
          const named = new Set([...namedBy(parse(document))].map(idOf));
          expect(g.calls.length).toBeGreaterThan(0);
          expect(g.calls.map(({ id }) => id).filter((id) => !named.has(id))).toEqual([]);
        } finally {
          await g.close();
        }
      },
    );
  });
}
