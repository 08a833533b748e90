/** Types for the operations that tests, clients and `examples/react` write. */
import type { CodegenConfig } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';
import { clientPreset } from './src/package/codegen.ts';

const config: CodegenConfig = {
  schema: 'schema/b2b.graphql',
  importExtension: '.ts',
  generates: {
    'test/clients/gql/': {
      documents: ['test/clients/**/*.ts', '!test/clients/gql/**', '!test/clients/relay/**', '!test/clients/tada/**'],
      preset: 'client',
      // The manifest is what PERSISTED_DOCUMENTS_FILE takes.
      presetConfig: { fragmentMasking: true, persistedDocuments: true },
      // Normalised caches need it, and a document with an id must not be changed by the client.
      documentTransforms: [addTypenameSelectionDocumentTransform],
      config: clientPreset.config,
    },
    // As its own codegen.ts writes it, which needs the package to be built.
    'examples/react/src/gql/': {
      documents: 'examples/react/src/**/*.graphql',
      ...clientPreset,
      presetConfig: { fragmentMasking: false },
    },
  },
};

export default config;
