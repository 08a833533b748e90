import { isRecord } from '../../src/stytch/contract/record.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { pickOrDefault, unbatchedLoader } from '../batch.ts';
import { defineLoader } from '../loader.ts';

/** The types of connections in the graph, each with its REST type. */
export interface SsoConnectionKinds {
  SamlConnection: Schemas['api_sso_v1_SAMLConnection'];
  OidcConnection: Schemas['api_sso_v1_OIDCConnection'];
  ExternalConnection: Schemas['api_sso_v1_Connection'];
}

export type SsoConnectionKind = keyof SsoConnectionKinds;

/** A single sign-on connection of any kind. */
export type SsoConnection = SsoConnectionKinds[SsoConnectionKind];

/** The kind of each connection, from the list that contained it: the object itself does not contain its kind. */
const kinds = new WeakMap<object, SsoConnectionKind>();

export const ssoConnectionKindOf = (connection: object): SsoConnectionKind | undefined => kinds.get(connection);

/** Records the kind of the connections in a list. */
function ofKind<Connection extends object>(
  kind: SsoConnectionKind,
  connections: readonly Connection[],
): readonly Connection[] {
  for (const connection of connections) if (isRecord(connection)) kinds.set(connection, kind);
  return connections;
}

/** The single sign-on connections of an organization, all in one call; empty if the organization does not exist. */
export const ssoConnectionsLoader = defineLoader(({ stytch, faults }) =>
  unbatchedLoader(
    (organizationId: string): Promise<readonly SsoConnection[]> =>
      pickOrDefault(
        stytch.call('get', '/v1/b2b/sso/{organization_id}', { organizationId }),
        (answer) => {
          const place = { type: 'Organization', field: 'ssoConnections' };
          return [
            ...ofKind('SamlConnection', faults.list(answer.saml_connections, place, answer)),
            ...ofKind('OidcConnection', faults.list(answer.oidc_connections, place, answer)),
            ...ofKind('ExternalConnection', faults.list(answer.external_connections, place, answer)),
          ];
        },
        [],
      ),
  ),
);
