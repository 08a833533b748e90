/** Types for the operations that tests and clients write: `graphql('query ...')` knows its variables and its answer. */
import type { CodegenConfig } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';

const config: CodegenConfig = {
  schema: 'schema/b2b.graphql',
  importExtension: '.ts',
  documents: ['test/clients/**/*.ts', '!test/clients/gql/**', '!test/clients/relay/**', '!test/clients/tada/**'],
  generates: {
    'test/clients/gql/': {
      preset: 'client',
      // The manifest is what PERSISTED_DOCUMENTS_FILE takes.
      presetConfig: { fragmentMasking: true, persistedDocuments: true },
      // Normalised caches need it, and a document with an id must not be changed by the client.
      documentTransforms: [addTypenameSelectionDocumentTransform],
      config: {
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        scalars: {
          DateTime: 'string',
          EmailAddress: 'string',
          ID: 'string',
          JSONObject: 'Record<string, unknown>',
          JWT: 'string',
          PhoneNumber: 'string',
          URL: 'string',
        },
      },
    },
  },
};

export default config;
