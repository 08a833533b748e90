/** `stytch-graphql/codegen`: what GraphQL Code Generator needs to know of the graphs. */
import { fileURLToPath } from 'node:url';

/** The types that the scalars of both graphs have in TypeScript, as they come in JSON. */
export const scalars = {
  DateTime: 'string',
  EmailAddress: 'string',
  ID: 'string',
  JSONObject: 'Record<string, unknown>',
  JWT: 'string',
  PhoneNumber: 'string',
  URL: 'string',
} as const;

const printed = (kind: string): string => fileURLToPath(new URL(`../../schema/${kind}.graphql`, import.meta.url));

/** Paths of the printed graphs, by kind of project: `schema: schema.b2b` in a configuration. */
export const schema = { b2b: printed('b2b'), consumer: printed('consumer') } as const;

/** Settings of a client preset for either graph: `generates: { 'src/gql/': clientPreset }`. */
export const clientPreset = {
  preset: 'client',
  config: { enumsAsTypes: true, useTypeImports: true, strictScalars: true, scalars },
} as const;
