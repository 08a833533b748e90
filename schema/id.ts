/**
 * Arguments that name a thing. Each takes either id: the opaque `id` that this graph gave, or Stytch's own. What a resolver gets
 * is always Stytch's.
 */
import { decodeOpaqueId, splitNodeId } from '../src/graphql/node-id.ts';
import { isMemberId, isOrganizationId } from '../src/vertical/b2b/id.ts';
import { isUserId } from '../src/vertical/consumer/id.ts';

/** Stytch's ids where nothing else can stand in their place: a kind, the environment, and a unique part. */
const isStytchId = (text: string): boolean => /^[a-z\d-]+-(?:test|live)-[\w-]+$/i.test(text);
const isConnectionId = (text: string): boolean => isStytchId(text) && /(?:^|-)connection-(?:test|live)-/i.test(text);
/** Ids of one kind alone, each known by how it begins. */
const startsWith = (kind: string) => {
  const form = new RegExp(`^${kind}-(?:test|live)-[\\w-]+$`, 'i');
  return (text: string): boolean => form.test(text);
};
/** Ids that may be chosen by whoever creates the thing. */
const isChosenId = (text: string): boolean => /^[^\s\p{Cc}]+$/u.test(text);

interface IdKind {
  /** Whether a text has the form of Stytch's ids of this kind. */
  readonly isForm: (text: string) => boolean;
  /** An example of such an id. */
  readonly example: string;
  /** The types whose opaque ids end with it. */
  readonly types: readonly string[];
  /** The arguments that name the owners, whose ids stand before it in an opaque id. */
  readonly owners?: readonly string[];
}

const ofOrganization = ['organizationId'] as const;

/** What an argument may name. */
const kinds = {
  Organization: { isForm: isOrganizationId, example: 'organization-live-...', types: ['Organization'] },
  Member: { isForm: isMemberId, example: 'member-live-...', types: ['Member'], owners: ofOrganization },
  MemberSession: {
    isForm: isStytchId,
    example: 'session-live-...',
    types: ['MemberSession'],
    owners: ['organizationId', 'memberId'],
  },
  SsoConnection: {
    isForm: isConnectionId,
    example: 'saml-connection-live-...',
    types: ['SamlConnection', 'OidcConnection', 'ExternalConnection'],
    owners: ofOrganization,
  },
  ScimConnection: {
    isForm: isConnectionId,
    example: 'scim-connection-live-...',
    types: ['ScimConnection'],
    owners: ofOrganization,
  },
  ScimGroup: { isForm: isStytchId, example: 'scim-group-live-...', types: ['ScimGroup'] },
  RetiredEmail: { isForm: isStytchId, example: 'email-live-...', types: ['RetiredEmail'] },
  X509Certificate: { isForm: isStytchId, example: 'saml-certificate-live-...', types: ['X509Certificate'] },
  EncryptionPrivateKey: {
    isForm: isStytchId,
    example: 'saml-encryption-key-live-...',
    types: ['EncryptionPrivateKey'],
  },
  ConnectedApp: {
    isForm: isChosenId,
    example: 'connected-app-live-...',
    types: ['ConnectedApp', 'OrganizationConnectedApp', 'MemberConnectedApp', 'UserConnectedApp'],
  },
  M2mClient: { isForm: isChosenId, example: 'm2m-client-live-...', types: ['M2mClient'] },
  UserSession: { isForm: isStytchId, example: 'session-live-...', types: ['UserSession'], owners: ['userId'] },
  User: { isForm: isUserId, example: 'user-live-...', types: ['User'] },
  UserEmail: { isForm: startsWith('email'), example: 'email-live-...', types: ['UserEmail'] },
  UserPhoneNumber: {
    isForm: startsWith('phone-number'),
    example: 'phone-number-live-...',
    types: ['UserPhoneNumber'],
  },
  // What a message goes to, which Stytch calls the method of a passcode.
  UserMethod: {
    isForm: startsWith('(?:email|phone-number)'),
    example: 'phone-number-live-...',
    types: ['UserEmail', 'UserPhoneNumber'],
  },
  UserPassword: { isForm: startsWith('password'), example: 'password-live-...', types: ['UserPassword'] },
  UserOauthRegistration: {
    isForm: startsWith('oauth-user'),
    example: 'oauth-user-live-...',
    types: ['UserOauthRegistration'],
  },
  WebauthnRegistration: {
    isForm: startsWith('webauthn-registration'),
    example: 'webauthn-registration-live-...',
    types: ['WebauthnRegistration'],
  },
  UserTotp: { isForm: startsWith('totp'), example: 'totp-live-...', types: ['UserTotp', 'TotpRecoveryCodes'] },
  UserCryptoWallet: {
    isForm: startsWith('crypto-wallet'),
    example: 'crypto-wallet-live-...',
    types: ['UserCryptoWallet'],
  },
  UserBiometricRegistration: {
    isForm: startsWith('biometric-registration'),
    example: 'biometric-registration-live-...',
    types: ['UserBiometricRegistration'],
  },
  Role: { isForm: isChosenId, example: 'stytch_member', types: ['Role'] },
} as const satisfies Readonly<Record<string, IdKind>>;

/** What an argument names. */
export type IdKindName = keyof typeof kinds;

/** Whether a word is the name of a kind of id. */
export const isIdKind = (name: unknown): name is IdKindName => typeof name === 'string' && Object.hasOwn(kinds, name);

/** Whether a text has the form of Stytch's ids of a kind. */
export const hasIdForm = (text: string, kind: IdKindName): boolean => kinds[kind].isForm(text);

/** What an id names, or what is wrong with it. */
export type NamedId = { readonly id: string } | { readonly fault: string };

/**
 * Reads an id of either form.
 *
 * @param orSlug whether another text is a slug, and passes as it is
 */
export function readId(text: string, kindName: IdKindName, orSlug: boolean): NamedId {
  const kind: IdKind = kinds[kindName];
  const isForm = kind.isForm(text);
  if (isForm && kind.isForm !== isChosenId) return { id: text };
  const opaque = decodeOpaqueId(text);
  if (opaque) {
    const id = splitNodeId(opaque.id).at(-1);
    return id && kind.types.includes(opaque.typename)
      ? { id }
      : { fault: `is the \`id\` of another type, \`${opaque.typename}\`` };
  }
  if (isForm || (orSlug && text.trim() !== '')) return { id: text };
  return { fault: `is not an id. Expected an \`id\` from this graph, or one of Stytch's such as \`${kind.example}\`` };
}

/** The ids of the owners that an opaque id holds, by the arguments that name them. */
export function ownersIn(text: string, kindName: IdKindName): readonly (readonly [string, string])[] {
  const { owners = [] }: IdKind = kinds[kindName];
  const opaque = owners.length > 0 ? decodeOpaqueId(text) : undefined;
  if (!opaque) return [];
  const parts = splitNodeId(opaque.id);
  return owners.map((name, index) => [name, parts[index] ?? '']);
}
