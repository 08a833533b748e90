/** `stytch-graphql/codegen`: what GraphQL Code Generator needs to know of the graph. */
import { fileURLToPath } from 'node:url';

/** The types that the graph's scalars have in TypeScript, as they come in JSON. */
export const scalars = {
  DateTime: 'string',
  EmailAddress: 'string',
  ID: 'string',
  JSONObject: 'Record<string, unknown>',
  JWT: 'string',
  PhoneNumber: 'string',
  URL: 'string',
} as const;

/** Path of the printed graph: `schema` of a configuration. */
export const schema: string = fileURLToPath(new URL('../../schema/b2b.graphql', import.meta.url));

/** Settings of a client preset for this graph: `generates: { 'src/gql/': clientPreset }`. */
export const clientPreset = {
  preset: 'client',
  config: { enumsAsTypes: true, useTypeImports: true, strictScalars: true, scalars },
} as const;
