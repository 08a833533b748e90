import { clientPreset, schema } from 'stytch-graphql/codegen';

export default {
  schema: schema.b2b,
  documents: 'src/**/*.{ts,tsx}',
  generates: { 'src/gql/': clientPreset },
};
