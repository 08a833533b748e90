/** The sandbox of a B2B project. */

import { taking } from '../control/sent.ts';
import { authorizationUrl, changeSettings, passwordStrength, settingOf } from '../control/settings.ts';
import type { SandboxKind } from '../kind.ts';
import { seedSecret } from '../seed/id.ts';
import { IMPERSONATOR } from '../shared/impersonator.ts';
import { ACCOUNT_PROPERTIES } from '../shared/oauth-account.ts';
import { actingMember, checkPermission } from './authorize.ts';
import { domains } from './domains.ts';
import { createSsoCallback } from './identity-provider.ts';
import { startImpersonation } from './impersonation.ts';
import { expireLocks } from './lock.ts';
import { claimsOf } from './member-claims.ts';
import { createOauthCallback } from './oauth-provider.ts';
import { fillOrganizations } from './organization-seed.ts';
import { refreshOrganization } from './save.ts';
import { scimProtocol } from './scim-server/protocol.ts';
import { empty, seed } from './seed/index.ts';
import type { Store } from './store.ts';
import { describeWorld, overviewOf, type SandboxWorld } from './world.ts';

/**
 * `cross_organization_passwords`: whether a password is valid in all organizations with members of its email address.
 */
const settings = {
  authorization_url: authorizationUrl,
  cross_organization_passwords: settingOf<Store, boolean>(
    [true, false],
    (store) => store.crossOrganizationPasswords,
    (store, value) => {
      store.crossOrganizationPasswords = value;
    },
  ),
  password_strength: passwordStrength,
};

/** Path of a request that an identity provider sends to a SCIM connection. */
const scimPath = /^\/v1\/b2b\/scim\/([^/]+)\//;

export const b2b: SandboxKind<Store, SandboxWorld> = {
  seed,
  empty,
  fill: fillOrganizations,
  fillings: ['organizations'],
  distinguish(store) {
    for (const [id, record] of store.scimConnections) {
      const bearer_token = seedSecret(`scim ${id} of ${store.projectId}`);
      const connection = { ...record.connection, bearer_token_last_four: bearer_token.slice(-4) };
      store.scimConnections.set(id, { ...record, bearer_token, connection });
      refreshOrganization(store, connection.organization_id);
    }
  },
  isNamedIn: ({ scimConnections }, { path, headers }) => {
    const { bearer_token, next_bearer_token } = scimConnections.get(scimPath.exec(path)?.[1] ?? '') ?? {};
    const token = headers['authorization']?.replace(/^Bearer /i, '');
    return token !== undefined && (token === bearer_token || token === next_bearer_token);
  },
  domains,
  hasPath: (path) => /^\/v1\/b2b\//.test(path),
  foreign: {
    type: 'invalid_consumer_endpoint',
    message: 'This is a B2B project; the operation is for consumer projects.',
  },
  async run({ operation: { needs, answer }, call, headers }) {
    expireLocks(call.store);
    const acting = needs ? await actingMember(call.store, headers) : undefined;
    if (needs) checkPermission(needs, { ...call, acting });
    return answer({ ...call, acting });
  },
  overviewOf,
  worldOf: describeWorld,
  endpoints: {
    'PUT /sandbox/settings': changeSettings(settings),
    'POST /sandbox/identity-provider': taking(
      [
        'connection_id',
        'organization_id',
        'email_address',
        'name',
        'external_id',
        'groups',
        'attributes',
        'pkce_code_challenge',
      ],
      createSsoCallback,
    ),
    'POST /sandbox/oauth': taking(
      [...ACCOUNT_PROPERTIES, 'organization_id', 'tenant_ids', 'pkce_code_challenge', 'discovery_redirect_url'],
      createOauthCallback,
    ),
    'POST /sandbox/impersonation': taking(['organization_id', 'member_id', IMPERSONATOR], startImpersonation),
  },
  claimsOf,
  otherProtocol: scimProtocol,
  listening(store) {
    // The origin is known only once the server listens.
    for (const [id, { connection, ...tokens }] of store.scimConnections) {
      const base_url = connection.base_url.replace(new URL(connection.base_url).origin, store.origin);
      store.scimConnections.set(id, { ...tokens, connection: { ...connection, base_url } });
    }
  },
};
