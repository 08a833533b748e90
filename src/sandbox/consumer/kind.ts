/** The sandbox of a consumer project. */

import { taking } from '../control/sent.ts';
import { authorizationUrl, changeSettings, passwordStrength, settingOf } from '../control/settings.ts';
import type { SandboxKind } from '../kind.ts';
import { seedId } from '../seed/id.ts';
import { IMPERSONATOR } from '../shared/impersonator.ts';
import { liftLocksOf } from '../shared/lock.ts';
import { ACCOUNT_PROPERTIES } from '../shared/oauth-account.ts';
import { dropExpiredAddresses } from './address.ts';
import { domains } from './domains.ts';
import { startImpersonation } from './impersonation.ts';
import { createOauthCallback, oauthStart } from './oauth-provider.ts';
import { empty, seed } from './seed/index.ts';
import type { ConsumerStore } from './store.ts';
import { claimsOf } from './user-claims.ts';
import { fillUsers } from './user-seed.ts';
import { type ConsumerWorld, describeWorld, overviewOf } from './world.ts';

/**
 * - `default_redirect_urls`: whether the project has default URLs for links in emails.
 * - `delete_last_primary_factor`: whether a user's last email address, phone number or OAuth account can be deleted.
 */
const settings = {
  authorization_url: authorizationUrl,
  default_redirect_urls: settingOf<ConsumerStore, boolean>(
    [true, false],
    (store) => store.hasDefaultRedirectUrls,
    (store, value) => {
      store.hasDefaultRedirectUrls = value;
    },
  ),
  delete_last_primary_factor: settingOf<ConsumerStore, boolean>(
    [true, false],
    (store) => store.deletesLastPrimaryFactor,
    (store, value) => {
      store.deletesLastPrimaryFactor = value;
    },
  ),
  password_strength: passwordStrength,
};

export const consumer: SandboxKind<ConsumerStore, ConsumerWorld> = {
  seed,
  empty,
  fill: fillUsers,
  fillings: ['users'],
  distinguish(store) {
    store.publicToken = seedId('public-token', store.projectId);
  },
  isNamedIn: ({ publicToken }, { path, query }) =>
    path.startsWith('/v1/public/') && new URLSearchParams(query).get('public_token') === publicToken,
  domains,
  hasPath: (path) => !path.startsWith('/v1/b2b/'),
  foreign: { type: 'invalid_b2b_endpoint', message: 'This is a consumer project; the operation is for B2B projects.' },
  async run({ operation: { answer }, call }) {
    const { users } = call.store;
    liftLocksOf(call.store, users.with('locked', 'true'), (user) => users.set(user.user_id, user));
    dropExpiredAddresses(call.store);
    return answer({ ...call, acting: undefined });
  },
  overviewOf,
  worldOf: describeWorld,
  endpoints: {
    'PUT /sandbox/settings': changeSettings(settings),
    'POST /sandbox/oauth': taking(
      [...ACCOUNT_PROPERTIES, 'oauth_attach_token', 'code_challenge', 'signup_redirect_url'],
      createOauthCallback,
    ),
    'POST /sandbox/impersonation': taking(['user_id', IMPERSONATOR], startImpersonation),
  },
  claimsOf,
  otherProtocol: oauthStart,
  listening() {},
};
