/** `stytch-graphql/codegen` with GraphQL Code Generator: both graphs, with a type for every scalar. */
import { generate } from '@graphql-codegen/cli';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { clientPreset, schema } from '../../src/package/codegen.ts';

const files = v.array(v.object({ filename: v.string(), content: v.string() }));

it.each([
  ['b2b', 'member', 'organizationId: $id, by: { id: $id }'],
  ['consumer', 'user', 'by: { id: $id }'],
] as const)('types the documents of a %s project', async (kind, field, input) => {
  const written: unknown = await generate(
    {
      schema: schema[kind],
      documents: [`query Read($id: ID!) { ${field}(${input}) { createdAt untrustedMetadata } }`],
      generates: { 'gql/': clientPreset },
      silent: true,
      errorsOnly: true,
    },
    false,
  );
  const types = v.parse(files, written).find(({ filename }) => filename.endsWith('graphql.ts'))?.content;
  expect(types).toContain(
    `ReadQuery = { __typename: 'Query', ${field}: { __typename: '${kind === 'b2b' ? 'Member' : 'User'}', createdAt: string | null, untrustedMetadata: Record<string, unknown> | null } | null }`,
  );
});
