import type { CodegenConfig } from '@graphql-codegen/cli';
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
    },
  },
};

export default config;
