/** Id arguments. Each accepts the opaque `id` of this graph or Stytch's id. Resolvers always get Stytch's id. */
import { decodeOpaqueId, splitNodeId } from '../src/graphql/node-id.ts';
import { isMemberId, isOrganizationId } from '../src/vertical/b2b/id.ts';
import { isUserId } from '../src/vertical/consumer/id.ts';

/** Form of Stytch's ids, where no other name is accepted: kind, environment and a unique part. */
const isStytchId = (text: string): boolean => /^[a-z\d-]+-(?:test|live)-[\w-]+$/i.test(text);
const isConnectionId = (text: string): boolean => isStytchId(text) && /(?:^|-)connection-(?:test|live)-/i.test(text);
/** Ids of one kind, recognized by their prefix. */
const startsWith = (kind: string) => {
  const form = new RegExp(`^${kind}-(?:test|live)-[\\w-]+$`, 'i');
  return (text: string): boolean => form.test(text);
};
/** Ids that the creator of an object may choose. */
const isChosenId = (text: string): boolean => /^[^\s\p{Cc}]+$/u.test(text);

interface IdKind {
  /** Whether a text has the form of Stytch's ids of this kind. */
  readonly isForm: (text: string) => boolean;
  /** An example of such an id. */
  readonly example: string;
  /** Types whose opaque ids end with this id. */
  readonly types: readonly string[];
  /** Arguments that name the owners. In an opaque id the owners' ids come first. */
  readonly owners?: readonly string[];
}

const ofOrganization = ['organizationId'] as const;

/** Kinds of ids that an argument may accept. */
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
  // The recipient of a message. Stytch calls it the method of a passcode.
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

/** Name of a kind of id. */
export type IdKindName = keyof typeof kinds;

/** Whether a text is the name of a kind of id. */
export const isIdKind = (name: unknown): name is IdKindName => typeof name === 'string' && Object.hasOwn(kinds, name);

/** Whether a text has the form of Stytch's ids of a kind. */
export const hasIdForm = (text: string, kind: IdKindName): boolean => kinds[kind].isForm(text);

/** Stytch's id, or the reason why the text is invalid. */
export type NamedId = { readonly id: string } | { readonly fault: string };

/**
 * Parses an id of either form.
 *
 * @param orSlug whether any other text is accepted as a slug
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
  return { fault: `is not an id. Expected an \`id\` from this graph or an id of Stytch such as \`${kind.example}\`` };
}

/** The ids of the owners in an opaque id, by the arguments that name them. */
export function ownersIn(text: string, kindName: IdKindName): readonly (readonly [string, string])[] {
  const { owners = [] }: IdKind = kinds[kindName];
  const opaque = owners.length > 0 ? decodeOpaqueId(text) : undefined;
  if (!opaque) return [];
  const parts = splitNodeId(opaque.id);
  return owners.map((name, index) => [name, parts[index] ?? '']);
}
