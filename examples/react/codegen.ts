import type { CodegenConfig } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';
import { clientPreset, schema } from 'stytch-graphql/codegen';

const config: CodegenConfig = {
  schema: schema.b2b,
  documents: 'src/**/*.graphql',
  importExtension: '.ts',
  generates: {
    'src/gql/': {
      ...clientPreset,
      // Components take the types of fragments, and read their data as it is.
      presetConfig: { fragmentMasking: false },
      // `match` and Apollo’s cache tell types apart by it.
      documentTransforms: [addTypenameSelectionDocumentTransform],
    },
  },
};

export default config;
