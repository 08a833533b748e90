/**
 * The words of access rules: resources, and the actions on them. Those that members can hold are in the project's RBAC policy;
 * the others are the gateway's own.
 */

/**
 * Actions that Stytch's policy has no word for, by resource: for what only servers may do, and for what a member may do to
 * themself or in their own organization. A role can grant them by `*` alone, and a server key by name.
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
    // Stytch takes the session for these, and documents no action for them.
    'update.external-id',
  ],
  'stytch.organization': ['create', 'get', 'search', 'update.settings.external-id'],
  'stytch.project': ['get'],
  'stytch.rbac': ['get', 'update'],
  // Consumer projects have no resource of Stytch's: all of these are the gateway's own.
  'stytch.user': [
    'authorize.connected-app',
    'create',
    'create.crypto-wallet',
    'create.magic-link',
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

/** A resource that a rule may name: one of the gateway's, or one of Stytch's policy. */
export type Resource = keyof OwnActions | 'stytch.scim' | 'stytch.sso';

/** Words of Stytch's policy. test/vertical/actions.test.ts holds each rule against the policy itself, by resource. */
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
