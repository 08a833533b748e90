/** Types for the operations that tests and clients write: `graphql('query ...')` knows its variables and its answer. */
import type { CodegenConfig } from '@graphql-codegen/cli';
import { clientPreset } from './src/package/codegen.ts';

const config: CodegenConfig = {
  schema: 'schema/b2b.graphql',
  importExtension: '.ts',
  documents: ['test/typed-client.test.ts'],
  generates: {
    'test/gql/': {
      preset: 'client',
      // The manifest is what PERSISTED_DOCUMENTS_FILE takes.
      presetConfig: { fragmentMasking: false, persistedDocuments: true },
      config: { ...clientPreset.config, documentMode: 'string' },
    },
  },
};

export default config;
