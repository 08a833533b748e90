/**
 * Resources and actions of access rules. Actions that members can hold are in the RBAC policy of the project; the
 * others are defined by the gateway.
 */

/**
 * Actions that do not exist in Stytch's policy, by resource: for fields reserved for servers, and for what a member may
 * do to their own account or organization. A role grants them only by `*`, a server key by name.
 */
export const GATEWAY_ACTIONS = {
  'stytch.connected-app': ['create', 'delete', 'get', 'search', 'update'],
  'stytch.fraud': ['get', 'search', 'update'],
  'stytch.m2m': ['create', 'delete', 'get', 'search', 'update'],
  'stytch.member': [
    'authorize.connected-app',
    'create.mfa-sms',
    'create.mfa-totp',
    'get.oauth-tokens',
    'get.recovery-codes',
    'migrate',
    'migrate.mfa-totp',
    'migrate.password',
    'rotate.recovery-codes',
    'sign-in',
    // Stytch accepts a session for the external id but documents no action for it.
    'update.external-id',
  ],
  'stytch.organization': ['create', 'get', 'search', 'update.settings.external-id'],
  'stytch.project': ['get'],
  'stytch.rbac': ['get', 'update'],
  // Stytch defines no resource for consumer projects: all of these are defined by the gateway.
  'stytch.user': [
    'authorize.connected-app',
    'create',
    'create.crypto-wallet',
    'create.magic-link',
    'create.oauth-registration',
    'create.totp',
    'create.webauthn-registration',
    'delete',
    'exchange-primary-factor',
    'get',
    'get.connected-apps',
    'get.recovery-codes',
    'get.webauthn-credentials',
    'invite',
    'migrate',
    'migrate.password',
    'revoke-sessions',
    'revoke.connected-app',
    'search',
    'send',
    'sign-in',
    'update.external-id',
    'update.info.delete.biometric-registration',
    'update.info.delete.crypto-wallet',
    'update.info.delete.email',
    'update.info.delete.oauth-registration',
    'update.info.delete.password',
    'update.info.delete.phone-number',
    'update.info.delete.totp',
    'update.info.delete.webauthn-registration',
    'update.info.name',
    'update.info.untrusted-metadata',
    'update.webauthn-registration',
  ],
} as const;

type OwnActions = typeof GATEWAY_ACTIONS;

/** A resource that a rule may name: of the gateway or of Stytch's policy. */
export type Resource = keyof OwnActions | 'stytch.scim' | 'stytch.sso';

/** Actions of Stytch's policy. test/vertical/actions.test.ts compares each rule with the policy, by resource. */
type PolicyAction =
  | 'create'
  | 'delete'
  | 'get'
  | 'get.connected-apps'
  | 'revoke-sessions'
  | 'revoke.connected-app'
  | 'search'
  | 'update'
  | `update.info.${string}`
  | `update.settings.${string}`;

/** An action that a rule may name. */
export type Action = OwnActions[keyof OwnActions][number] | PolicyAction;
