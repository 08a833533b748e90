/** Words for values of the graph, as people read them. */
import type {
  AuthenticationFactorType,
  AuthMethod,
  ConnectedAppClientType,
  MemberStatus,
  MfaMethod,
  ScimIdentityProvider,
} from '../gql/graphql.ts';

export const authMethods: Record<AuthMethod, string> = {
  EMAIL_OTP: 'code by email',
  GITHUB_OAUTH: 'GitHub',
  GOOGLE_OAUTH: 'Google',
  HUBSPOT_OAUTH: 'HubSpot',
  MAGIC_LINK: 'link by email',
  MICROSOFT_OAUTH: 'Microsoft',
  PASSWORD: 'password',
  SLACK_OAUTH: 'Slack',
  SSO: 'single sign-on',
  UNKNOWN: 'another way',
};

export const mfaMethods: Record<MfaMethod, string> = {
  SMS_OTP: 'text message',
  TOTP: 'authenticator app',
  UNKNOWN: 'another way',
};

export const factors: Record<AuthenticationFactorType, string> = {
  CRYPTO: 'wallet',
  EMAIL_OTP: 'email code',
  IMPERSONATED: 'support',
  IMPORTED: 'another service',
  MAGIC_LINK: 'email link',
  OAUTH: 'another account',
  OTP: 'code',
  PASSWORD: 'password',
  RECOVERY_CODES: 'recovery code',
  SIGNATURE_CHALLENGE: 'signature',
  SSO: 'single sign-on',
  TOTP: 'authenticator app',
  TRUSTED_AUTH_TOKEN: 'trusted token',
  UNKNOWN: 'another way',
  WEBAUTHN: 'passkey',
};

export const statuses: Record<MemberStatus, string> = {
  ACTIVE: 'Active',
  DELETED: 'Removed',
  INVITED: 'Invited',
  PENDING: 'Pending',
  UNKNOWN: 'Unknown',
};

export const appKinds: Record<ConnectedAppClientType, string> = {
  FIRST_PARTY: 'Ours',
  FIRST_PARTY_PUBLIC: 'Ours',
  THIRD_PARTY: 'Another company',
  THIRD_PARTY_PUBLIC: 'Another company',
  UNKNOWN: 'App',
};

export const directories = {
  GENERIC: 'Another directory',
  OKTA: 'Okta',
  MICROSOFT_ENTRA: 'Microsoft Entra',
  JUMPCLOUD: 'JumpCloud',
  ONELOGIN: 'OneLogin',
  PINGFEDERATE: 'PingFederate',
  RIPPLING: 'Rippling',
  CYBERARK: 'CyberArk',
  UNKNOWN: 'Another directory',
} satisfies Record<ScimIdentityProvider, string>;

/** `stytch_admin` is “Admin”, `people_manager` “People manager”. */
export function roleName(roleId: string): string {
  const words = roleId.replace(/^stytch_/, '').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const list = (words: readonly string[]): string =>
  new Intl.ListFormat('en', { type: 'conjunction' }).format(words);

export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const dates = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });
const times = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

export const day = (value: string | null): string => (value ? dates.format(new Date(value)) : 'unknown');
export const moment = (value: string | null): string => (value ? times.format(new Date(value)) : 'unknown');
