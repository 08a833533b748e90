import { clientPreset, schema } from 'stytch-graphql/codegen';

export default {
  schema,
  documents: 'src/**/*.{ts,tsx}',
  generates: { 'src/gql/': clientPreset },
};
