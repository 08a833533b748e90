import type { Stytch } from '../../src/stytch/client.ts';
import type { Schemas } from '../../src/stytch/rest.ts';
import { each, orNull } from '../batch.ts';

/** A single sign-on connection of whichever kind. */
export type SsoConnection =
  | Schemas['api_sso_v1_SAMLConnection']
  | Schemas['api_sso_v1_OIDCConnection']
  | Schemas['api_sso_v1_Connection'];

/** The single sign-on connections of an organization; none where there is no such organization. Stytch gives all at once. */
export const ssoConnectionsLoader = (stytch: Stytch) =>
  each(async (organizationId: string): Promise<readonly SsoConnection[]> => {
    const answer = await orNull(stytch.call('get', '/v1/b2b/sso/{organization_id}', { organizationId }));
    return answer ? [...answer.saml_connections, ...answer.oidc_connections, ...answer.external_connections] : [];
  });
