/** Whether OAuth clients of the project are in use: connected apps and machines alike. */
import { wordEnum } from '../builder.ts';

export const ClientStatus = wordEnum('ClientStatus', 'Whether an OAuth client of the project gets tokens.', {
  ACTIVE: { value: 'active', description: 'It gets tokens.' },
  INACTIVE: {
    value: 'inactive',
    description: 'It gets no new tokens; those it has are good until they expire.',
  },
});
