/** The sandbox of a B2B project. */
import { actingMember, authorize } from './authorize.ts';
import { domains } from './domains.ts';
import { arriveBySso } from './identity-provider.ts';
import { startImpersonation } from './impersonation.ts';
import type { SandboxKind } from './kind.ts';
import { liftLocks } from './lock.ts';
import { claimsOf } from './member-claims.ts';
import { arriveByOauth } from './oauth-provider.ts';
import { scimProtocol } from './scim-protocol.ts';
import { seed } from './seed/index.ts';
import { authorizationUrl, changeSettings, passwordStrength, settingOf } from './settings.ts';
import type { Store } from './store.ts';
import { type SandboxWorld, worldOf } from './world.ts';

/** `cross_organization_passwords`: whether a password holds in all organizations that know its address. */
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

export const b2b: SandboxKind<Store, SandboxWorld> = {
  seed,
  domains,
  hasPath: (path) => /^\/v1\/b2b\//.test(path),
  foreign: {
    type: 'invalid_consumer_endpoint',
    message: 'This is a B2B project; the operation is for consumer projects.',
  },
  async run({ operation: { needs, answer }, call, headers }) {
    liftLocks(call.store);
    const acting = needs ? await actingMember(call.store, headers) : undefined;
    if (needs) authorize(needs, { ...call, acting });
    return answer({ ...call, acting });
  },
  worldOf,
  endpoints: {
    'PUT /sandbox/settings': changeSettings(settings),
    'POST /sandbox/identity-provider': arriveBySso,
    'POST /sandbox/oauth': arriveByOauth,
    'POST /sandbox/impersonation': startImpersonation,
  },
  claimsOf,
  otherProtocol: scimProtocol,
  listening(store) {
    // The seed does not know yet where identity providers will find it.
    for (const [id, { connection, ...tokens }] of store.scimConnections) {
      const base_url = connection.base_url.replace(new URL(connection.base_url).origin, store.origin);
      store.scimConnections.set(id, { ...tokens, connection: { ...connection, base_url } });
    }
  },
};
