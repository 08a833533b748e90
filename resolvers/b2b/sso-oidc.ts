import { forward } from '../forward.ts';

export const createOidcConnection = forward('post', '/v1/b2b/sso/oidc/{organization_id}');
export const updateOidcConnection = forward('put', '/v1/b2b/sso/oidc/{organization_id}/connections/{connection_id}');
