/** Status of the project's OAuth clients: connected apps and M2M clients. */
import { wordEnum } from '../builder.ts';

export const ClientStatus = wordEnum('ClientStatus', 'Status of an OAuth client.', {
  ACTIVE: { value: 'active', description: 'The client can get tokens.' },
  INACTIVE: {
    value: 'inactive',
    description: 'The client cannot get new tokens. Tokens issued before are valid until they expire.',
  },
});
