/** `stytch-graphql/codegen`: what GraphQL Code Generator needs to know of the graphs. */
import { fileURLToPath } from 'node:url';
import type { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';

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

/** What GraphQL Code Generator does to documents before it writes types. */
export type DocumentTransform = typeof addTypenameSelectionDocumentTransform;

/** The transform of the client preset that adds `__typename`; loaded when documents are generated, where the preset is installed. */
const addTypename: DocumentTransform = {
  transform: async (options) =>
    (await import('@graphql-codegen/client-preset')).addTypenameSelectionDocumentTransform.transform(options),
};

/** Settings of a client preset. */
export interface ClientPreset {
  readonly preset: 'client';
  readonly documentTransforms: DocumentTransform[];
  readonly config: {
    readonly enumsAsTypes: true;
    readonly useTypeImports: true;
    readonly strictScalars: true;
    readonly scalars: typeof scalars;
  };
}

/**
 * Settings of a client preset for either graph: `generates: { 'src/gql/': clientPreset }`. Documents ask for `__typename`, by which
 * `match` and `unwrap` of `stytch-graphql/client` tell results apart.
 */
export const clientPreset: ClientPreset = {
  preset: 'client',
  documentTransforms: [addTypename],
  config: { enumsAsTypes: true, useTypeImports: true, strictScalars: true, scalars },
};
