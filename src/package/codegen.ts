/** `stytch-graphql/codegen`: settings for GraphQL Code Generator. */
import { fileURLToPath } from 'node:url';
import type { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';

/** TypeScript types of the scalars of both graphs, as serialized in JSON. */
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

/** Paths of the printed schemas by kind of project: `schema: schema.b2b` in a configuration. */
export const schema = { b2b: printed('b2b'), consumer: printed('consumer') } as const;

/** Transformation of documents before types are generated. */
export type DocumentTransform = typeof addTypenameSelectionDocumentTransform;

/**
 * The transform of the client preset that adds `__typename`; imported when documents are generated, because only then
 * the preset must be installed.
 */
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
 * Settings of a client preset for either graph: `generates: { 'src/gql/': clientPreset }`. Adds `__typename` to
 * documents, which `match` and `unwrap` of `stytch-graphql/client` need.
 */
export const clientPreset: ClientPreset = {
  preset: 'client',
  documentTransforms: [addTypename],
  config: { enumsAsTypes: true, useTypeImports: true, strictScalars: true, scalars },
};
