import { isRecord } from '../../src/stytch/contract/record.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { pickOrDefault, unbatchedLoader } from '../batch.ts';
import { defineEmbeddedLoader } from '../embedded.ts';
import { defineLoader, type LoaderTools } from '../loader.ts';
import { pageOf } from '../page.ts';

export type ScimConnection = Schemas['api_b2b_scim_v1_SCIMConnection'];

/** The SCIM connection of an organization, by organization id; null if there is none. */
const fetchScimConnections = ({ stytch, faults }: LoaderTools) =>
  unbatchedLoader(
    (organizationId: string): Promise<ScimConnection | null> =>
      pickOrDefault(
        stytch.call('get', '/v1/b2b/scim/{organization_id}/connection', { organizationId }),
        (answer) => faults.object(answer.connection, { type: 'Organization', field: 'scimConnection' }, answer),
        null,
      ),
  );

/**
 * Whether an object is a complete SCIM connection: not one with a full bearer token, and not a single sign-on
 * connection, which responses have under the same name.
 */
const isScimConnection = (connection: object): connection is ScimConnection =>
  'bearer_token_last_four' in connection && 'next_bearer_token_last_four' in connection;

/** The SCIM connection of an organization, which responses about it contain. */
export const scimConnectionLoader = defineEmbeddedLoader<string, ScimConnection>({
  make: fetchScimConnections,
  places: ['connection'],
  find({ connection }: { readonly connection?: object }, found) {
    if (isRecord(connection) && isScimConnection(connection)) found(connection);
  },
  idOf: ({ organization_id }) => organization_id,
  idIn: (key) => key,
  is: ({ organization_id }, key) => organization_id === key,
});

/** The key of one page of groups. */
export interface ScimGroupsKey {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** Pages of groups. */
export const scimGroupsLoader = defineLoader(({ stytch, faults }) =>
  unbatchedLoader(async (key: ScimGroupsKey) => {
    const answer = await stytch.call('get', '/v1/b2b/scim/{organization_id}/connection/{connection_id}', key);
    return pageOf('ScimGroupConnection', answer.scim_groups, answer, answer, faults);
  }),
);
