/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** How much a setting of an organization lets through. */
export type Allowance =
  /** Everything is allowed. */
  | 'ALL_ALLOWED'
  /** Nothing is allowed. */
  | 'NOT_ALLOWED'
  /** Only what the list beside this setting names is allowed. */
  | 'RESTRICTED'
  /** A value that this gateway does not know yet. It is only ever shown: as input it is refused. */
  | 'UNKNOWN';

/** A way to sign in to an organization. */
export type AuthMethod =
  /** A one-time passcode sent by email. */
  | 'EMAIL_OTP'
  /** A GitHub account. */
  | 'GITHUB_OAUTH'
  /** A Google account. */
  | 'GOOGLE_OAUTH'
  /** A HubSpot account. */
  | 'HUBSPOT_OAUTH'
  /** A link sent by email. */
  | 'MAGIC_LINK'
  /** A Microsoft account. */
  | 'MICROSOFT_OAUTH'
  /** A password. */
  | 'PASSWORD'
  /** A Slack account. */
  | 'SLACK_OAUTH'
  /** Single sign-on through a connection of the organization. */
  | 'SSO'
  /** A value that this gateway does not know yet. It is only ever shown: as input it is refused. */
  | 'UNKNOWN';

/** What `authenticateDiscoveryEmailPasscode` takes. */
export type AuthenticateDiscoveryEmailPasscodeInput = {
  /** The six digits of the passcode. */
  code: string;
  /** Address the passcode is mailed to. */
  emailAddress: string;
};

/** What `authenticateDiscoveryMagicLink` takes. */
export type AuthenticateDiscoveryMagicLinkInput = {
  /** The secret whose hash was given when the link was sent; required where one was (PKCE). */
  codeVerifier?: string | null | undefined;
  /** The `token` in the address the link led to. */
  token: string;
};

/** What `authenticateMemberMagicLink` takes. */
export type AuthenticateMemberMagicLinkInput = {
  /** The secret whose hash was given when the link was sent; required where one was (PKCE). */
  codeVerifier?: string | null | undefined;
  /** Token of a sign-in under way that the link adds to, if there is one. */
  intermediateSessionToken?: string | null | undefined;
  /** Language of the passcode that is texted where a second factor is missing; EN when not given. */
  locale?: Locale | null | undefined;
  /** Session to add this to. Default: a new session. */
  session?: SessionCredentialInput | null | undefined;
  /** Your own data for the session and its JWTs, 4 kB at most; keys are merged, null removes one. Servers only. */
  sessionCustomClaims?: Record<string, unknown> | null | undefined;
  /** How long the session lasts from now: 5 to 527040 minutes, an hour when not given. */
  sessionDurationMinutes?: number | null | undefined;
  /** Id from device fingerprinting in the browser; fills `memberDevice`. */
  telemetryId?: string | null | undefined;
  /** The `token` in the address the link led to. */
  token: string;
};

/** What `authenticateMemberSmsPasscode` takes. */
export type AuthenticateMemberSmsPasscodeInput = {
  /** The six digits of the passcode. */
  code: string;
  /** The sign-in that waits for a second factor, or the session of the member to add it to. */
  credential: SignInCredentialInput;
  /** Id of the member. */
  memberId: string;
  /** Organization of the member. Its id, or its slug. */
  organizationId: string;
  /** Your own data for the session and its JWTs, 4 kB at most; keys are merged, null removes one. Servers only. */
  sessionCustomClaims?: Record<string, unknown> | null | undefined;
  /** How long the session lasts from now: 5 to 527040 minutes, an hour when not given. */
  sessionDurationMinutes?: number | null | undefined;
  /** Make the phone the second factor that is asked for first. */
  setDefaultMfa?: boolean | null | undefined;
  /** Whether the member shall need a second factor from now on; as before when not given. */
  setMfaEnrollment?: MfaEnrollment | null | undefined;
  /** Id from device fingerprinting in the browser; fills `memberDevice`. */
  telemetryId?: string | null | undefined;
};

/** What `authenticateMemberTotp` takes. */
export type AuthenticateMemberTotpInput = {
  /** The six digits that the app shows now. */
  code: string;
  /** The sign-in that waits for a second factor, or the session of the member to add it to. */
  credential: SignInCredentialInput;
  /** Id of the member. */
  memberId: string;
  /** Organization of the member. Its id, or its slug. */
  organizationId: string;
  /** Your own data for the session and its JWTs, 4 kB at most; keys are merged, null removes one. Servers only. */
  sessionCustomClaims?: Record<string, unknown> | null | undefined;
  /** How long the session lasts from now: 5 to 527040 minutes, an hour when not given. */
  sessionDurationMinutes?: number | null | undefined;
  /** Make the app the second factor that is asked for first. */
  setDefaultMfa?: boolean | null | undefined;
  /** Whether the member shall need a second factor from now on; as before when not given. */
  setMfaEnrollment?: MfaEnrollment | null | undefined;
  /** Id from device fingerprinting in the browser; fills `memberDevice`. */
  telemetryId?: string | null | undefined;
};

/** How somebody proved who they are. */
export type AuthenticationFactorType =
  /** They signed with a crypto wallet. */
  | 'CRYPTO'
  /** They typed a one-time passcode that was sent by email. */
  | 'EMAIL_OTP'
  /** They did not: somebody of your team acts in their place. */
  | 'IMPERSONATED'
  /** The system they signed in to before vouched for them. */
  | 'IMPORTED'
  /** They followed a link that was sent to them. */
  | 'MAGIC_LINK'
  /** An OAuth provider vouched for them. */
  | 'OAUTH'
  /** They typed a one-time passcode that was sent to a phone. */
  | 'OTP'
  /** They knew the password. */
  | 'PASSWORD'
  /** They used up a recovery code. */
  | 'RECOVERY_CODES'
  /** Their device signed a challenge. */
  | 'SIGNATURE_CHALLENGE'
  /** The identity provider of their organization vouched for them. */
  | 'SSO'
  /** They typed the passcode that an authenticator app showed. */
  | 'TOTP'
  /** A token of an issuer that you trust named them. */
  | 'TRUSTED_AUTH_TOKEN'
  /** A value that this gateway does not know yet. It is only ever shown: as input it is refused. */
  | 'UNKNOWN'
  /** They used a passkey or a security key. */
  | 'WEBAUTHN';

/** What `cancelScimTokenRotation` takes. */
export type CancelScimTokenRotationInput = {
  /** Id of the connection. */
  connectionId: string;
  /** Id of the organization. */
  organizationId: string;
};

/** What `completeScimTokenRotation` takes. */
export type CompleteScimTokenRotationInput = {
  /** Id of the connection. */
  connectionId: string;
  /** Id of the organization. */
  organizationId: string;
};

/** Whose application a connected app is, and whether it can keep a secret. */
export type ConnectedAppClientType =
  /** Your own application, with a server that keeps a client secret. */
  | 'FIRST_PARTY'
  /** Your own application on a device or in a browser, where no secret is safe; it uses PKCE instead. */
  | 'FIRST_PARTY_PUBLIC'
  /** Somebody else’s application, with a server that keeps a client secret. */
  | 'THIRD_PARTY'
  /** Somebody else’s application where no secret is safe; it uses PKCE instead. */
  | 'THIRD_PARTY_PUBLIC'
  /** A value that this gateway does not know yet. It is only ever shown: as input it is refused. */
  | 'UNKNOWN';

/** What `createMemberTotp` takes. */
export type CreateMemberTotpInput = {
  /** The sign-in that waits for a second factor, or a session of the member. Required without a right of your own. */
  credential?: SignInCredentialInput | null | undefined;
  /** How long the first passcode may take: 5 to 1440 minutes, an hour when not given. */
  expirationMinutes?: number | null | undefined;
  /** Id of the member. */
  memberId: string;
  /** Organization of the member. Its id, or its slug. */
  organizationId: string;
};

/** What `createScimConnection` takes. */
export type CreateScimConnectionInput = {
  /** What administrators will call the connection. */
  displayName?: string | null | undefined;
  /** The product at the other end; GENERIC when not given. */
  identityProvider?: ScimIdentityProvider | null | undefined;
  /** Id of the organization. */
  organizationId: string;
};

/** What `deleteMemberTotp` takes. */
export type DeleteMemberTotpInput = {
  /** Id of the member. */
  memberId: string;
  /** Id of the organization. */
  organizationId: string;
};

/** What `deleteScimConnection` takes. */
export type DeleteScimConnectionInput = {
  /** Id of the connection. */
  connectionId: string;
  /** Id of the organization. */
  organizationId: string;
};

/** What kind of trouble it is: the closed list to match on. */
export type ErrorCode =
  /** The response from Stytch is malformed or too large; a retry rarely helps, so inform the operator. */
  | 'BAD_UPSTREAM_RESPONSE'
  /** The current state does not allow it: a duplicate, a limit that is reached, an object in use or an operation in progress; read the state, then change it or the input. */
  | 'CONFLICT'
  /** The caller is identified but lacks the permission, or a rule of the organization forbids it; signing in again as the same person does not help. */
  | 'FORBIDDEN'
  /** The password, code, link or token in the input is wrong, used up or expired; let the person try again or request a new one. */
  | 'INVALID_CREDENTIALS'
  /** A value is missing, malformed or not allowed; correct the input, since an unchanged retry fails again. */
  | 'INVALID_INPUT'
  /** Too many failed attempts: this sign-in method is locked for a time; `message` names it and the methods that still work, further attempts do not help. */
  | 'LOCKED'
  /** The project or organization lacks a setting, feature, plan or valid credential; no input helps, so inform the operator. */
  | 'NOT_CONFIGURED'
  /** The object that the input names does not exist, or does not belong to the given parent; check the ids. */
  | 'NOT_FOUND'
  /** The write was sent but no response arrived: its outcome is unknown; read the state before you retry. */
  | 'OUTCOME_UNKNOWN'
  /** Another step is needed first, such as a second factor, a fresh sign-in, a verified address, a password reset or a solved captcha; `errorType` names it. */
  | 'PRECONDITION_FAILED'
  /** Too many requests in a short time; retry after `retryAfter` seconds, or later if it is null. */
  | 'RATE_LIMITED'
  /** No response arrived before the deadline; retry, with a narrower request if possible. */
  | 'TIMEOUT'
  /** The session or token of the caller is missing, invalid, expired or revoked; renew it, or have the person sign in. */
  | 'UNAUTHENTICATED'
  /** Stytch, or a service that it uses, failed during the request; report `requestId` if it persists. */
  | 'UPSTREAM_ERROR'
  /** Stytch is unreachable or accepts no requests; retry later. */
  | 'UPSTREAM_UNAVAILABLE';

/** What `exchangeIntermediateSession` takes. */
export type ExchangeIntermediateSessionInput = {
  /** Token of the person’s intermediate session. */
  intermediateSessionToken: string;
  /** Language of the passcode that is texted where a second factor is missing; English when not given. */
  locale?: SmsLocale | null | undefined;
  /** The organization. Its id, or its slug. */
  organizationId: string;
  /** Your own data for the session and its JWTs, 4 kB at most; keys are merged, null removes one. Servers only. */
  sessionCustomClaims?: Record<string, unknown> | null | undefined;
  /** How long the session lasts from now: 5 to 527040 minutes, an hour when not given. */
  sessionDurationMinutes?: number | null | undefined;
  /** Id from device fingerprinting in the browser; fills `memberDevice`. */
  telemetryId?: string | null | undefined;
};

/** What `inviteMember` takes. */
export type InviteMemberInput = {
  /** Address of the person; no active member of the organization may have it. */
  emailAddress: string;
  /** How long the invitation stands: 5 to 10080 minutes, a week when not given. */
  inviteExpirationMinutes?: number | null | undefined;
  /** Where the link of the invitation leads, one that the project allows; its default when not given. */
  inviteRedirectUrl?: string | null | undefined;
  /** Template of the project for the invitation; its default when not given. */
  inviteTemplateId?: string | null | undefined;
  /** The member in whose name it happens. Servers only: a member who invites is that member. */
  invitedByMemberId?: string | null | undefined;
  /** Language of the mail; EN when not given. */
  locale?: Locale | null | undefined;
  /** What the person is called. */
  name?: string | null | undefined;
  /** Id of the organization that they are invited to. */
  organizationId: string;
  /** Ids of the roles they shall have. */
  roleIds?: Array<string> | null | undefined;
  /** Your own data about the member. Servers only. */
  trustedMetadata?: Record<string, unknown> | null | undefined;
  /** Data about the member that they may write too. */
  untrustedMetadata?: Record<string, unknown> | null | undefined;
};

/** Language of a message to a person. */
export type Locale =
  /** English. */
  | 'EN'
  /** Spanish. */
  | 'ES'
  /** French. */
  | 'FR'
  /** Brazilian Portuguese. */
  | 'PT_BR';

/** Narrows a search for members. Every field that is given must match. */
export type MemberFilter = {
  /** Part of the address; at least three characters. */
  emailAddressFuzzy?: string | null | undefined;
  /** Any of these addresses. */
  emailAddresses?: Array<string> | null | undefined;
  /** Whether the member may sign in past the settings of the organization. */
  isBreakglass?: boolean | null | undefined;
  /** Any of these ids. */
  memberIds?: Array<string> | null | undefined;
  /** Part of the phone number; at least three characters. */
  mfaPhoneNumberFuzzy?: string | null | undefined;
  /** Any of these phone numbers. */
  mfaPhoneNumbers?: Array<string> | null | undefined;
  /** Whether the member has a password. */
  passwordExists?: boolean | null | undefined;
  /** Has any of the roles with these ids. */
  roleIds?: Array<string> | null | undefined;
  /** Any of these; everything but DELETED when not given. */
  statuses?: Array<MemberStatus> | null | undefined;
};

/** What gives a role to a member. */
export type MemberRoleSourceType =
  /** Somebody gave it to the member by hand. */
  | 'DIRECT_ASSIGNMENT'
  /** It comes with the domain of the member’s address. */
  | 'EMAIL_ASSIGNMENT'
  /** It comes with a group that the SCIM connection put the member into. */
  | 'SCIM_CONNECTION_GROUP'
  /** It comes with a single sign-on connection; holds in sessions that were started through it. */
  | 'SSO_CONNECTION'
  /** It comes with a group of a single sign-on connection; holds in sessions that were started through it. */
  | 'SSO_CONNECTION_GROUP'
  /** A value that this gateway does not know yet. It is only ever shown: as input it is refused. */
  | 'UNKNOWN';

/** How far a person has come as a member. */
export type MemberStatus =
  /** Can sign in. */
  | 'ACTIVE'
  /** Can no longer sign in, until reactivated. */
  | 'DELETED'
  /** Was sent an invitation and has not followed it yet. */
  | 'INVITED'
  /** Created, and has not signed in yet. */
  | 'PENDING'
  /** A value that this gateway does not know yet. It is only ever shown: as input it is refused. */
  | 'UNKNOWN';

/** How a person relates to an organization that was found for them. */
export type MembershipType =
  /** A member who can sign in. */
  | 'ACTIVE_MEMBER'
  /** A stranger whom the organization takes in for the domain of their address. */
  | 'ELIGIBLE_TO_JOIN_BY_EMAIL_DOMAIN'
  /** A stranger whom the organization takes in for a Slack, HubSpot or GitHub tenant they belong to. */
  | 'ELIGIBLE_TO_JOIN_BY_OAUTH_TENANT'
  /** Invited; signing in accepts. */
  | 'INVITED_MEMBER'
  /** A member who has not signed in yet. */
  | 'PENDING_MEMBER'
  /** A value that this gateway does not know yet. It is only ever shown: as input it is refused. */
  | 'UNKNOWN';

/** Whether a member needs a second factor from now on. */
export type MfaEnrollment =
  /** Each sign-in needs one. */
  | 'ENROLL'
  /** None is needed, unless the organization requires it of all. */
  | 'UNENROLL';

/** A second factor. */
export type MfaMethod =
  /** A one-time passcode sent to a phone. */
  | 'SMS_OTP'
  /** A passcode from an authenticator app. */
  | 'TOTP'
  /** A value that this gateway does not know yet. It is only ever shown: as input it is refused. */
  | 'UNKNOWN';

/** Who needs a second factor to sign in to an organization. */
export type MfaPolicy =
  /** Only members who enrolled need a second factor. */
  | 'OPTIONAL'
  /** Every member needs a second factor to sign in. */
  | 'REQUIRED_FOR_ALL'
  /** A value that this gateway does not know yet. It is only ever shown: as input it is refused. */
  | 'UNKNOWN';

/** What a sign-in to an organization would still need. */
export type NextStep =
  /** A second factor that the member does not have yet: a phone number or an authenticator app. */
  | 'ENROLLMENT'
  /** Another first factor, one of `primaryRequired`: what was shown does not do for this organization. */
  | 'FIRST_FACTOR'
  /** Nothing: choosing the organization signs in. */
  | 'NOTHING'
  /** A second factor, one of those in `mfaRequired`. */
  | 'SECOND_FACTOR';

/** What `recoverMember` takes. */
export type RecoverMemberInput = {
  /** The sign-in that waits for a second factor, or the session of the member to add it to. */
  credential: SignInCredentialInput;
  /** Id of the member. */
  memberId: string;
  /** Organization of the member. Its id, or its slug. */
  organizationId: string;
  /** One of the codes that are left. */
  recoveryCode: string;
  /** Your own data for the session and its JWTs, 4 kB at most; keys are merged, null removes one. Servers only. */
  sessionCustomClaims?: Record<string, unknown> | null | undefined;
  /** How long the session lasts from now: 5 to 527040 minutes, an hour when not given. */
  sessionDurationMinutes?: number | null | undefined;
  /** Id from device fingerprinting in the browser; fills `memberDevice`. */
  telemetryId?: string | null | undefined;
};

/** What `revokeMemberConnectedApp` takes. */
export type RevokeMemberConnectedAppInput = {
  /** Client id of the app. */
  clientId: string;
  /** Id of the member. */
  memberId: string;
  /** Id of the organization. */
  organizationId: string;
};

/** What `revokeMemberSession` takes: exactly one of these. */
export type RevokeMemberSessionInput =
  {   /** True for the session in the cookies of the request, with `SESSION_COOKIES` or `SESSION_COOKIE_NAMES`. For pages, which do not hold its tokens. */
  cookie: boolean; memberId?: never; memberSessionId?: never; sessionJwt?: never; sessionToken?: never; }
  |  { cookie?: never;   /** Member whose sessions all end. */
  memberId: string; memberSessionId?: never; sessionJwt?: never; sessionToken?: never; }
  |  { cookie?: never; memberId?: never;   /** Session to end. */
  memberSessionId: string; sessionJwt?: never; sessionToken?: never; }
  |  { cookie?: never; memberId?: never; memberSessionId?: never;   /** JWT of the session to end; it may have expired. */
  sessionJwt: string; sessionToken?: never; }
  |  { cookie?: never; memberId?: never; memberSessionId?: never; sessionJwt?: never;   /** Token of the session to end. */
  sessionToken: string; };

/** What `rotateRecoveryCodes` takes. */
export type RotateRecoveryCodesInput = {
  /** Id of the member. */
  memberId: string;
  /** Organization of the member. Its id, or its slug. */
  organizationId: string;
};

/** Whether a SCIM connection is in use. */
export type ScimConnectionStatus =
  /** The identity provider can push to it. */
  | 'ACTIVE'
  /** It is gone for good. */
  | 'DELETED'
  /** A value that this gateway does not know yet. It is only ever shown: as input it is refused. */
  | 'UNKNOWN';

/** The product that an organization keeps its people in. */
export type ScimIdentityProvider =
  /** CyberArk. */
  | 'CYBERARK'
  /** Any provider that speaks SCIM 2.0. */
  | 'GENERIC'
  /** JumpCloud. */
  | 'JUMPCLOUD'
  /** Microsoft Entra ID, once called Azure AD. */
  | 'MICROSOFT_ENTRA'
  /** Okta. */
  | 'OKTA'
  /** OneLogin. */
  | 'ONELOGIN'
  /** PingFederate. */
  | 'PINGFEDERATE'
  /** Rippling. */
  | 'RIPPLING'
  /** A value that this gateway does not know yet. It is only ever shown: as input it is refused. */
  | 'UNKNOWN';

/** What `sendDiscoveryEmailPasscode` takes. */
export type SendDiscoveryEmailPasscodeInput = {
  /** How long the passcode for them works: 2 to 15 minutes, ten when not given. */
  discoveryExpirationMinutes?: number | null | undefined;
  /** Address the passcode is mailed to. */
  emailAddress: string;
  /** Language of the message; EN when not given. */
  locale?: Locale | null | undefined;
  /** Template of the project for the mail to them; its default when not given. */
  loginTemplateId?: string | null | undefined;
};

/** What `sendDiscoveryMagicLink` takes. */
export type SendDiscoveryMagicLinkInput = {
  /** SHA-256 hash, in base64url, of a secret that the client keeps: whoever follows the link has to show the secret (PKCE). */
  codeChallenge?: string | null | undefined;
  /** How long the discovery may take: 5 to 10080 minutes, an hour when not given. */
  discoveryExpirationMinutes?: number | null | undefined;
  /** Where the link of the mail leads, one that the project allows; its default when not given. */
  discoveryRedirectUrl?: string | null | undefined;
  /** Address the link is mailed to. */
  emailAddress: string;
  /** Language of the mail; EN when not given. */
  locale?: Locale | null | undefined;
  /** Template of the project for the mail; its default when not given. */
  loginTemplateId?: string | null | undefined;
};

/** What `sendMemberSmsPasscode` takes. */
export type SendMemberSmsPasscodeInput = {
  /** The sign-in that waits for a second factor, or a session of the member. Required without a right of your own. */
  credential?: SignInCredentialInput | null | undefined;
  /** Language of the message. Default: EN. */
  locale?: SmsLocale | null | undefined;
  /** Id of the member. */
  memberId: string;
  /** Number to enroll; needed while the member has none, refused where they have another. */
  mfaPhoneNumber?: string | null | undefined;
  /** Organization of the member. Its id, or its slug. */
  organizationId: string;
};

/** A session, by one of its tokens or by the cookies of the request. */
export type SessionCredentialInput =
  {   /** True for the session in the cookies of the request, with `SESSION_COOKIES` or `SESSION_COOKIE_NAMES`. For pages, which do not hold its tokens. */
  cookie: boolean; sessionJwt?: never; sessionToken?: never; }
  |  { cookie?: never;   /** JWT of the session. It may have expired while its session lasts. */
  sessionJwt: string; sessionToken?: never; }
  |  { cookie?: never; sessionJwt?: never;   /** Opaque token of the session. */
  sessionToken: string; };

/** A sign-in that is not finished, by its token, or a session. */
export type SignInCredentialInput =
  {   /** True for the session in the cookies of the request, with `SESSION_COOKIES` or `SESSION_COOKIE_NAMES`. For pages, which do not hold its tokens. */
  cookie: boolean; intermediateSessionToken?: never; sessionJwt?: never; sessionToken?: never; }
  |  { cookie?: never;   /** Intermediate session token of a sign-in that is not finished. */
  intermediateSessionToken: string; sessionJwt?: never; sessionToken?: never; }
  |  { cookie?: never; intermediateSessionToken?: never;   /** JWT of the session. It may have expired while its session lasts. */
  sessionJwt: string; sessionToken?: never; }
  |  { cookie?: never; intermediateSessionToken?: never; sessionJwt?: never;   /** Opaque token of the session. */
  sessionToken: string; };

/** Language of a text message. */
export type SmsLocale =
  /** Catalan. */
  | 'CA_ES'
  /** Czech. */
  | 'CS'
  /** German. */
  | 'DE_DE'
  /** English. */
  | 'EN'
  /** Spanish. */
  | 'ES'
  /** Persian. */
  | 'FA'
  /** French. */
  | 'FR'
  /** Italian. */
  | 'IT'
  /** Japanese. */
  | 'JA'
  /** Dutch. */
  | 'NL'
  /** Polish. */
  | 'PL'
  /** Brazilian Portuguese. */
  | 'PT_BR'
  /** Russian. */
  | 'RU'
  /** Turkish. */
  | 'TR'
  /** Vietnamese. */
  | 'VI'
  /** Chinese, simplified. */
  | 'ZH_HANS';

/** What `startScimTokenRotation` takes. */
export type StartScimTokenRotationInput = {
  /** Id of the connection. */
  connectionId: string;
  /** Id of the organization. */
  organizationId: string;
};

/** What `updateMember` takes. */
export type UpdateMemberInput = {
  /** Second factor to ask for first; the member must have it. Null is refused. Leave it out to keep it. */
  defaultMfaMethod?: MfaMethod | null | undefined;
  /** New address, not yet verified; takes the password away. Members change their own with `startMemberEmailUpdate`. Null is refused. Leave it out to keep it. */
  emailAddress?: string | null | undefined;
  /** Your own id: up to 128 letters, digits or any of . _ - |, unique within the organization. Servers only. Null is refused. Leave it out to keep it, or use `deleteMemberExternalId` to clear it. */
  externalId?: string | null | undefined;
  /** Whether the member may sign in past the settings of the organization. Null is refused. Leave it out to keep it. */
  isBreakglass?: boolean | null | undefined;
  /** Id of the member. */
  memberId: string;
  /** Whether the member needs a second factor at every sign-in. Null is refused. Leave it out to keep it. */
  mfaEnrolled?: boolean | null | undefined;
  /** Phone for passcodes. A member has one at most: delete it before you set another. Null is refused. Leave it out to keep it, or use `deleteMemberMfaPhoneNumber` to clear it. */
  mfaPhoneNumber?: string | null | undefined;
  /** What the person is called. Null is refused. Leave it out to keep it, or give "" to clear it. */
  name?: string | null | undefined;
  /** Id of the organization. */
  organizationId: string;
  /** Whether to keep single sign-on sessions that still carry a role taken away here; they end when not given. Null is refused. Leave it out to keep it. */
  preserveExistingSessions?: boolean | null | undefined;
  /** Ids of the roles to give by hand; replaces those given so before. Null is refused. Leave it out to keep it, or give [] to clear it. */
  roleIds?: Array<string> | null | undefined;
  /** Your own data; keys are merged, null removes one. Servers only. Null is refused. Leave it out to keep it, or give null for a key in it to remove that key. */
  trustedMetadata?: Record<string, unknown> | null | undefined;
  /** Whether to forget the address before instead of retiring it; false when not given. Null is refused. Leave it out to keep it. */
  unlinkEmail?: boolean | null | undefined;
  /** Data that the member may write too; keys are merged, null removes one. Null is refused. Leave it out to keep it, or give null for a key in it to remove that key. */
  untrustedMetadata?: Record<string, unknown> | null | undefined;
};

/** What kind of caller the gateway takes you for. */
export type ViewerKind =
  /** A person signed in to one organization. */
  | 'MEMBER'
  /** A machine with a key of this gateway. */
  | 'SERVER'
  /** A caller without a bearer: may sign in, and little else. */
  | 'VISITOR';

type SignInStep_AttestMemberSessionPayload_Fragment = { __typename: 'AttestMemberSessionPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

type SignInStep_AuthenticateDiscoveryEmailPasscodePayload_Fragment = { __typename: 'AuthenticateDiscoveryEmailPasscodePayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

type SignInStep_AuthenticateDiscoveryMagicLinkPayload_Fragment = { __typename: 'AuthenticateDiscoveryMagicLinkPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

type SignInStep_AuthenticateDiscoveryOauthPayload_Fragment = { __typename: 'AuthenticateDiscoveryOauthPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

type SignInStep_AuthenticateDiscoveryPasswordPayload_Fragment = { __typename: 'AuthenticateDiscoveryPasswordPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

type SignInStep_AuthenticateMemberEmailPasscodePayload_Fragment = { __typename: 'AuthenticateMemberEmailPasscodePayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

type SignInStep_AuthenticateMemberImpersonationPayload_Fragment = { __typename: 'AuthenticateMemberImpersonationPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

type SignInStep_AuthenticateMemberMagicLinkPayload_Fragment = { __typename: 'AuthenticateMemberMagicLinkPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

type SignInStep_AuthenticateMemberOauthPayload_Fragment = { __typename: 'AuthenticateMemberOauthPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

type SignInStep_AuthenticateMemberPasswordPayload_Fragment = { __typename: 'AuthenticateMemberPasswordPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

type SignInStep_AuthenticateMemberSessionPayload_Fragment = { __typename: 'AuthenticateMemberSessionPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

type SignInStep_AuthenticateMemberSmsPasscodePayload_Fragment = { __typename: 'AuthenticateMemberSmsPasscodePayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

type SignInStep_AuthenticateMemberSsoPayload_Fragment = { __typename: 'AuthenticateMemberSsoPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

type SignInStep_AuthenticateMemberTotpPayload_Fragment = { __typename: 'AuthenticateMemberTotpPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

type SignInStep_CreateDiscoveredOrganizationPayload_Fragment = { __typename: 'CreateDiscoveredOrganizationPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

type SignInStep_ExchangeIntermediateSessionPayload_Fragment = { __typename: 'ExchangeIntermediateSessionPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

type SignInStep_ExchangeMemberAccessTokenPayload_Fragment = { __typename: 'ExchangeMemberAccessTokenPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

type SignInStep_ExchangeMemberSessionPayload_Fragment = { __typename: 'ExchangeMemberSessionPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

type SignInStep_MigrateMemberSessionPayload_Fragment = { __typename: 'MigrateMemberSessionPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

type SignInStep_RecoverMemberPayload_Fragment = { __typename: 'RecoverMemberPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

type SignInStep_ResetDiscoveryPasswordPayload_Fragment = { __typename: 'ResetDiscoveryPasswordPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

type SignInStep_ResetMemberPasswordByExistingPasswordPayload_Fragment = { __typename: 'ResetMemberPasswordByExistingPasswordPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

type SignInStep_ResetMemberPasswordBySessionPayload_Fragment = { __typename: 'ResetMemberPasswordBySessionPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

type SignInStep_ResetMemberPasswordPayload_Fragment = { __typename: 'ResetMemberPasswordPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
    | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
    | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
    | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
    | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
    | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
    | { __typename: 'SignedInByCookie' }
   };

export type SignInStepFragment =
  | SignInStep_AttestMemberSessionPayload_Fragment
  | SignInStep_AuthenticateDiscoveryEmailPasscodePayload_Fragment
  | SignInStep_AuthenticateDiscoveryMagicLinkPayload_Fragment
  | SignInStep_AuthenticateDiscoveryOauthPayload_Fragment
  | SignInStep_AuthenticateDiscoveryPasswordPayload_Fragment
  | SignInStep_AuthenticateMemberEmailPasscodePayload_Fragment
  | SignInStep_AuthenticateMemberImpersonationPayload_Fragment
  | SignInStep_AuthenticateMemberMagicLinkPayload_Fragment
  | SignInStep_AuthenticateMemberOauthPayload_Fragment
  | SignInStep_AuthenticateMemberPasswordPayload_Fragment
  | SignInStep_AuthenticateMemberSessionPayload_Fragment
  | SignInStep_AuthenticateMemberSmsPasscodePayload_Fragment
  | SignInStep_AuthenticateMemberSsoPayload_Fragment
  | SignInStep_AuthenticateMemberTotpPayload_Fragment
  | SignInStep_CreateDiscoveredOrganizationPayload_Fragment
  | SignInStep_ExchangeIntermediateSessionPayload_Fragment
  | SignInStep_ExchangeMemberAccessTokenPayload_Fragment
  | SignInStep_ExchangeMemberSessionPayload_Fragment
  | SignInStep_MigrateMemberSessionPayload_Fragment
  | SignInStep_RecoverMemberPayload_Fragment
  | SignInStep_ResetDiscoveryPasswordPayload_Fragment
  | SignInStep_ResetMemberPasswordByExistingPasswordPayload_Fragment
  | SignInStep_ResetMemberPasswordBySessionPayload_Fragment
  | SignInStep_ResetMemberPasswordPayload_Fragment
;

export type DiscoveredFragment = { __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null };

export type SendLinkMutationVariables = Exact<{
  input: SendDiscoveryMagicLinkInput;
}>;


export type SendLinkMutation = { __typename: 'Mutation', sendDiscoveryMagicLink:
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null }
    | { __typename: 'SendDiscoveryMagicLinkPayload', requestId: string }
   | null };

export type SendCodeMutationVariables = Exact<{
  input: SendDiscoveryEmailPasscodeInput;
}>;


export type SendCodeMutation = { __typename: 'Mutation', sendDiscoveryEmailPasscode:
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null }
    | { __typename: 'SendDiscoveryEmailPasscodePayload', requestId: string }
   | null };

export type FollowLinkMutationVariables = Exact<{
  input: AuthenticateDiscoveryMagicLinkInput;
}>;


export type FollowLinkMutation = { __typename: 'Mutation', signIn:
    | { __typename: 'AuthenticateDiscoveryMagicLinkPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
        | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
        | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
        | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
        | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
        | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
        | { __typename: 'SignedInByCookie' }
       }
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null }
   | null };

export type FollowInvitationMutationVariables = Exact<{
  input: AuthenticateMemberMagicLinkInput;
}>;


export type FollowInvitationMutation = { __typename: 'Mutation', signIn:
    | { __typename: 'AuthenticateMemberMagicLinkPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
        | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
        | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
        | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
        | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
        | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
        | { __typename: 'SignedInByCookie' }
       }
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null }
   | null };

export type EnterCodeMutationVariables = Exact<{
  input: AuthenticateDiscoveryEmailPasscodeInput;
}>;


export type EnterCodeMutation = { __typename: 'Mutation', signIn:
    | { __typename: 'AuthenticateDiscoveryEmailPasscodePayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
        | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
        | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
        | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
        | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
        | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
        | { __typename: 'SignedInByCookie' }
       }
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null }
   | null };

export type ChooseOrganizationMutationVariables = Exact<{
  input: ExchangeIntermediateSessionInput;
}>;


export type ChooseOrganizationMutation = { __typename: 'Mutation', signIn:
    | { __typename: 'ExchangeIntermediateSessionPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
        | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
        | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
        | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
        | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
        | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
        | { __typename: 'SignedInByCookie' }
       }
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null }
   | null };

export type TextCodeMutationVariables = Exact<{
  input: SendMemberSmsPasscodeInput;
}>;


export type TextCodeMutation = { __typename: 'Mutation', sendMemberSmsPasscode:
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null }
    | { __typename: 'SendMemberSmsPasscodePayload', requestId: string }
   | null };

export type EnterTextedCodeMutationVariables = Exact<{
  input: AuthenticateMemberSmsPasscodeInput;
}>;


export type EnterTextedCodeMutation = { __typename: 'Mutation', signIn:
    | { __typename: 'AuthenticateMemberSmsPasscodePayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
        | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
        | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
        | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
        | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
        | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
        | { __typename: 'SignedInByCookie' }
       }
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null }
   | null };

export type EnterTotpMutationVariables = Exact<{
  input: AuthenticateMemberTotpInput;
}>;


export type EnterTotpMutation = { __typename: 'Mutation', signIn:
    | { __typename: 'AuthenticateMemberTotpPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
        | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
        | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
        | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
        | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
        | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
        | { __typename: 'SignedInByCookie' }
       }
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null }
   | null };

export type RecoverMutationVariables = Exact<{
  input: RecoverMemberInput;
}>;


export type RecoverMutation = { __typename: 'Mutation', signIn:
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null }
    | { __typename: 'RecoverMemberPayload', member: { __typename: 'Member', id: string, emailAddress: string } | null, organization: { __typename: 'Organization', id: string, name: string } | null, outcome:
        | { __typename: 'EnrollmentRequired', intermediateSessionToken: string }
        | { __typename: 'FirstFactorRequired', intermediateSessionToken: string, allowedAuthMethods: Array<AuthMethod> | null }
        | { __typename: 'OrganizationRequired', intermediateSessionToken: string, organizations: Array<{ __typename: 'DiscoveredOrganization', nextStep: NextStep, membership: { __typename: 'Membership', type: MembershipType } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null }> | null }
        | { __typename: 'SecondFactorRequired', intermediateSessionToken: string, started: MfaMethod | null, options: { __typename: 'MfaOptions', mfaPhoneNumber: string | null, totpRegistrationId: string | null } | null }
        | { __typename: 'SignedIn', sessionToken: string, sessionJwt: string }
        | { __typename: 'SignedInByCookie' }
       }
   | null };

export type CreateTotpMutationVariables = Exact<{
  input: CreateMemberTotpInput;
}>;


export type CreateTotpMutation = { __typename: 'Mutation', createMemberTotp:
    | { __typename: 'CreateMemberTotpPayload', qrCode: string, secret: string, recoveryCodes: Array<string> }
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null }
   | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', id: string, kind: ViewerKind, canList: boolean, canInvite: boolean, canSetRoles: boolean, canUseScim: boolean, member: { __typename: 'Member', id: string, name: string | null, emailAddress: string, mfaEnrolled: boolean, mfaPhoneNumber: string | null, mfaPhoneNumberVerified: boolean, totpRegistrationId: string | null } | null, session: { __typename: 'MemberSession', id: string } | null, organization: { __typename: 'Organization', id: string, name: string, slug: string } | null } };

export type MeFragment = { __typename: 'Member', id: string, name: string | null, emailAddress: string, mfaEnrolled: boolean, mfaPhoneNumber: string | null, mfaPhoneNumberVerified: boolean, totpRegistrationId: string | null };

export type ProblemFragment = { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null };

export type SignOutMutationVariables = Exact<{
  input: RevokeMemberSessionInput;
}>;


export type SignOutMutation = { __typename: 'Mutation', revokeMemberSession:
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null }
    | { __typename: 'RevokeMemberSessionPayload', revokedSessionIds: Array<string> | null }
   | null };

export type RenameMutationVariables = Exact<{
  input: UpdateMemberInput;
}>;


export type RenameMutation = { __typename: 'Mutation', updateMember:
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null }
    | { __typename: 'UpdateMemberPayload', member: { __typename: 'Member', id: string, name: string | null, emailAddress: string, mfaEnrolled: boolean, mfaPhoneNumber: string | null, mfaPhoneNumberVerified: boolean, totpRegistrationId: string | null } }
   | null };

export type AppsQueryVariables = Exact<{ [key: string]: never; }>;


export type AppsQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', id: string, member: { __typename: 'Member', id: string, connectedApps: Array<{ __typename: 'MemberConnectedApp', id: string, clientId: string, name: string | null, description: string | null, clientType: ConnectedAppClientType, grantedScopes: Array<string> }> | null } | null } };

export type AppFragment = { __typename: 'MemberConnectedApp', id: string, clientId: string, name: string | null, description: string | null, clientType: ConnectedAppClientType, grantedScopes: Array<string> };

export type RevokeAppMutationVariables = Exact<{
  input: RevokeMemberConnectedAppInput;
}>;


export type RevokeAppMutation = { __typename: 'Mutation', revokeMemberConnectedApp:
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null }
    | { __typename: 'RevokeMemberConnectedAppPayload', deletedId: string }
   | null };

export type ColleaguesQueryVariables = Exact<{
  filter?: MemberFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type ColleaguesQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', id: string, organization: { __typename: 'Organization', id: string, members: { __typename: 'MemberConnection', totalCount: number | null, edges: Array<{ __typename: 'MemberEdge', cursor: string, node: { __typename: 'Member', id: string, name: string | null, emailAddress: string, status: MemberStatus, roles: Array<{ __typename: 'MemberRole', roleId: string, sources: Array<{ __typename: 'MemberRoleSource', type: MemberRoleSourceType }> }> } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null } | null } };

export type ColleagueFragment = { __typename: 'Member', id: string, name: string | null, emailAddress: string, status: MemberStatus, roles: Array<{ __typename: 'MemberRole', roleId: string, sources: Array<{ __typename: 'MemberRoleSource', type: MemberRoleSourceType }> }> };

export type RolesQueryVariables = Exact<{ [key: string]: never; }>;


export type RolesQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', id: string, organization: { __typename: 'Organization', id: string, customRoles: Array<{ __typename: 'Role', id: string, roleId: string, description: string | null }> } | null }, rbacPolicy: { __typename: 'RbacPolicy', roles: Array<{ __typename: 'Role', id: string, roleId: string, description: string | null }> } | null };

export type InviteMutationVariables = Exact<{
  input: InviteMemberInput;
}>;


export type InviteMutation = { __typename: 'Mutation', inviteMember:
    | { __typename: 'InviteMemberPayload', member: { __typename: 'Member', id: string, name: string | null, emailAddress: string, status: MemberStatus, roles: Array<{ __typename: 'MemberRole', roleId: string, sources: Array<{ __typename: 'MemberRoleSource', type: MemberRoleSourceType }> }> } }
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null }
   | null };

export type SetRolesMutationVariables = Exact<{
  input: UpdateMemberInput;
}>;


export type SetRolesMutation = { __typename: 'Mutation', updateMember:
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null }
    | { __typename: 'UpdateMemberPayload', member: { __typename: 'Member', id: string, name: string | null, emailAddress: string, status: MemberStatus, roles: Array<{ __typename: 'MemberRole', roleId: string, sources: Array<{ __typename: 'MemberRoleSource', type: MemberRoleSourceType }> }> } }
   | null };

export type DirectoryQueryVariables = Exact<{ [key: string]: never; }>;


export type DirectoryQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', id: string, organization: { __typename: 'Organization', id: string, scimConnection: { __typename: 'ScimConnection', id: string, displayName: string | null, identityProvider: ScimIdentityProvider, status: ScimConnectionStatus, baseUrl: string, bearerTokenLastFour: string | null, bearerTokenExpiresAt: string | null, nextBearerTokenLastFour: string | null, nextBearerTokenExpiresAt: string | null } | null } | null } };

export type ScimFragment = { __typename: 'ScimConnection', id: string, displayName: string | null, identityProvider: ScimIdentityProvider, status: ScimConnectionStatus, baseUrl: string, bearerTokenLastFour: string | null, bearerTokenExpiresAt: string | null, nextBearerTokenLastFour: string | null, nextBearerTokenExpiresAt: string | null };

export type CreateScimMutationVariables = Exact<{
  input: CreateScimConnectionInput;
}>;


export type CreateScimMutation = { __typename: 'Mutation', createScimConnection:
    | { __typename: 'CreateScimConnectionPayload', bearerToken: string | null, scimConnection: { __typename: 'ScimConnection', id: string, displayName: string | null, identityProvider: ScimIdentityProvider, status: ScimConnectionStatus, baseUrl: string, bearerTokenLastFour: string | null, bearerTokenExpiresAt: string | null, nextBearerTokenLastFour: string | null, nextBearerTokenExpiresAt: string | null } | null }
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null }
   | null };

export type StartRotationMutationVariables = Exact<{
  input: StartScimTokenRotationInput;
}>;


export type StartRotationMutation = { __typename: 'Mutation', startScimTokenRotation:
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null }
    | { __typename: 'StartScimTokenRotationPayload', nextBearerToken: string | null, scimConnection: { __typename: 'ScimConnection', id: string, displayName: string | null, identityProvider: ScimIdentityProvider, status: ScimConnectionStatus, baseUrl: string, bearerTokenLastFour: string | null, bearerTokenExpiresAt: string | null, nextBearerTokenLastFour: string | null, nextBearerTokenExpiresAt: string | null } | null }
   | null };

export type CompleteRotationMutationVariables = Exact<{
  input: CompleteScimTokenRotationInput;
}>;


export type CompleteRotationMutation = { __typename: 'Mutation', completeScimTokenRotation:
    | { __typename: 'CompleteScimTokenRotationPayload', scimConnection: { __typename: 'ScimConnection', id: string, displayName: string | null, identityProvider: ScimIdentityProvider, status: ScimConnectionStatus, baseUrl: string, bearerTokenLastFour: string | null, bearerTokenExpiresAt: string | null, nextBearerTokenLastFour: string | null, nextBearerTokenExpiresAt: string | null } }
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null }
   | null };

export type CancelRotationMutationVariables = Exact<{
  input: CancelScimTokenRotationInput;
}>;


export type CancelRotationMutation = { __typename: 'Mutation', cancelScimTokenRotation:
    | { __typename: 'CancelScimTokenRotationPayload', scimConnection: { __typename: 'ScimConnection', id: string, displayName: string | null, identityProvider: ScimIdentityProvider, status: ScimConnectionStatus, baseUrl: string, bearerTokenLastFour: string | null, bearerTokenExpiresAt: string | null, nextBearerTokenLastFour: string | null, nextBearerTokenExpiresAt: string | null } }
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null }
   | null };

export type DeleteScimMutationVariables = Exact<{
  input: DeleteScimConnectionInput;
}>;


export type DeleteScimMutation = { __typename: 'Mutation', deleteScimConnection:
    | { __typename: 'DeleteScimConnectionPayload', deletedId: string }
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null }
   | null };

export type OrganizationQueryVariables = Exact<{ [key: string]: never; }>;


export type OrganizationQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', id: string, organization: { __typename: 'Organization', id: string, name: string, slug: string, createdAt: string | null, mfaPolicy: MfaPolicy, emailAllowedDomains: Array<string>, metrics: { __typename: 'OrganizationMetrics', memberCount: number } | null, authMethods: { __typename: 'AuthMethodSetting', allowance: Allowance, allowed: Array<AuthMethod> }, mfaMethods: { __typename: 'MfaMethodSetting', allowance: Allowance, allowed: Array<MfaMethod> } } | null, member: { __typename: 'Member', id: string, roles: Array<{ __typename: 'MemberRole', roleId: string, role: { __typename: 'Role', id: string, description: string | null } | null }> } | null } };

export type SessionsQueryVariables = Exact<{ [key: string]: never; }>;


export type SessionsQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', id: string, session: { __typename: 'MemberSession', id: string } | null, member: { __typename: 'Member', id: string, sessions: Array<{ __typename: 'MemberSession', id: string, startedAt: string | null, lastAccessedAt: string | null, expiresAt: string | null, authenticationFactors: Array<
          | { __typename: 'AuthenticatorAppFactor', type: AuthenticationFactorType }
          | { __typename: 'BiometricFactor', type: AuthenticationFactorType }
          | { __typename: 'CryptoWalletFactor', type: AuthenticationFactorType }
          | { __typename: 'EmailFactor', type: AuthenticationFactorType }
          | { __typename: 'EmbeddableMagicLinkFactor', type: AuthenticationFactorType }
          | { __typename: 'ImpersonatedFactor', type: AuthenticationFactorType }
          | { __typename: 'OauthAccessTokenExchangeFactor', type: AuthenticationFactorType }
          | { __typename: 'OauthFactor', type: AuthenticationFactorType }
          | { __typename: 'PhoneNumberFactor', type: AuthenticationFactorType }
          | { __typename: 'PlainFactor', type: AuthenticationFactorType }
          | { __typename: 'RecoveryCodeFactor', type: AuthenticationFactorType }
          | { __typename: 'SsoFactor', type: AuthenticationFactorType }
          | { __typename: 'TrustedAuthTokenFactor', type: AuthenticationFactorType }
          | { __typename: 'WebauthnFactor', type: AuthenticationFactorType }
        > }> | null } | null } };

export type DeleteTotpMutationVariables = Exact<{
  input: DeleteMemberTotpInput;
}>;


export type DeleteTotpMutation = { __typename: 'Mutation', deleteMemberTotp:
    | { __typename: 'DeleteMemberTotpPayload', member: { __typename: 'Member', id: string, name: string | null, emailAddress: string, mfaEnrolled: boolean, mfaPhoneNumber: string | null, mfaPhoneNumberVerified: boolean, totpRegistrationId: string | null } }
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null }
   | null };

export type RecoveryCodesQueryVariables = Exact<{ [key: string]: never; }>;


export type RecoveryCodesQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', id: string, member: { __typename: 'Member', id: string, recoveryCodes: Array<string> | null } | null } };

export type RotateRecoveryCodesMutationVariables = Exact<{
  input: RotateRecoveryCodesInput;
}>;


export type RotateRecoveryCodesMutation = { __typename: 'Mutation', rotateRecoveryCodes:
    | { __typename: 'MutationError', code: ErrorCode, message: string, path: Array<string> | null, retryAfter: number | null }
    | { __typename: 'RotateRecoveryCodesPayload', recoveryCodes: Array<string> }
   | null };

export const DiscoveredFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Discovered"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DiscoveredOrganization"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"membership"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"slug"}}]}}]}}]} as unknown as DocumentNode<DiscoveredFragment, unknown>;
export const SignInStepFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SignInStep"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignIn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"emailAddress"}}]}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outcome"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignedIn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"sessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"sessionJwt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SecondFactorRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"options"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"mfaPhoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"totpRegistrationId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"started"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EnrollmentRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FirstFactorRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"allowedAuthMethods"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OrganizationRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"organizations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Discovered"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Discovered"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DiscoveredOrganization"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"membership"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"slug"}}]}}]}}]} as unknown as DocumentNode<SignInStepFragment, unknown>;
export const MeFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Me"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Member"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"emailAddress"}},{"kind":"Field","name":{"kind":"Name","value":"mfaEnrolled"}},{"kind":"Field","name":{"kind":"Name","value":"mfaPhoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"mfaPhoneNumberVerified"}},{"kind":"Field","name":{"kind":"Name","value":"totpRegistrationId"}}]}}]} as unknown as DocumentNode<MeFragment, unknown>;
export const ProblemFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<ProblemFragment, unknown>;
export const AppFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"App"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MemberConnectedApp"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"clientType"}},{"kind":"Field","name":{"kind":"Name","value":"grantedScopes"}}]}}]} as unknown as DocumentNode<AppFragment, unknown>;
export const ColleagueFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Colleague"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Member"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"emailAddress"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"roles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"roleId"}},{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}}]}}]}}]} as unknown as DocumentNode<ColleagueFragment, unknown>;
export const ScimFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Scim"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScimConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"identityProvider"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"baseUrl"}},{"kind":"Field","name":{"kind":"Name","value":"bearerTokenLastFour"}},{"kind":"Field","name":{"kind":"Name","value":"bearerTokenExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"nextBearerTokenLastFour"}},{"kind":"Field","name":{"kind":"Name","value":"nextBearerTokenExpiresAt"}}]}}]} as unknown as DocumentNode<ScimFragment, unknown>;
export const SendLinkDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SendLink"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SendDiscoveryMagicLinkInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"sendDiscoveryMagicLink"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SendDiscoveryMagicLinkPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<SendLinkMutation, SendLinkMutationVariables>;
export const SendCodeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SendCode"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SendDiscoveryEmailPasscodeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"sendDiscoveryEmailPasscode"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SendDiscoveryEmailPasscodePayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<SendCodeMutation, SendCodeMutationVariables>;
export const FollowLinkDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"FollowLink"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AuthenticateDiscoveryMagicLinkInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","alias":{"kind":"Name","value":"signIn"},"name":{"kind":"Name","value":"authenticateDiscoveryMagicLink"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SignInStep"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Discovered"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DiscoveredOrganization"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"membership"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"slug"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SignInStep"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignIn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"emailAddress"}}]}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outcome"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignedIn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"sessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"sessionJwt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SecondFactorRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"options"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"mfaPhoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"totpRegistrationId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"started"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EnrollmentRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FirstFactorRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"allowedAuthMethods"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OrganizationRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"organizations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Discovered"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<FollowLinkMutation, FollowLinkMutationVariables>;
export const FollowInvitationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"FollowInvitation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AuthenticateMemberMagicLinkInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","alias":{"kind":"Name","value":"signIn"},"name":{"kind":"Name","value":"authenticateMemberMagicLink"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SignInStep"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Discovered"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DiscoveredOrganization"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"membership"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"slug"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SignInStep"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignIn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"emailAddress"}}]}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outcome"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignedIn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"sessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"sessionJwt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SecondFactorRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"options"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"mfaPhoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"totpRegistrationId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"started"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EnrollmentRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FirstFactorRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"allowedAuthMethods"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OrganizationRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"organizations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Discovered"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<FollowInvitationMutation, FollowInvitationMutationVariables>;
export const EnterCodeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"EnterCode"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AuthenticateDiscoveryEmailPasscodeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","alias":{"kind":"Name","value":"signIn"},"name":{"kind":"Name","value":"authenticateDiscoveryEmailPasscode"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SignInStep"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Discovered"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DiscoveredOrganization"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"membership"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"slug"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SignInStep"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignIn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"emailAddress"}}]}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outcome"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignedIn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"sessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"sessionJwt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SecondFactorRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"options"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"mfaPhoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"totpRegistrationId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"started"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EnrollmentRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FirstFactorRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"allowedAuthMethods"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OrganizationRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"organizations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Discovered"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<EnterCodeMutation, EnterCodeMutationVariables>;
export const ChooseOrganizationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ChooseOrganization"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ExchangeIntermediateSessionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","alias":{"kind":"Name","value":"signIn"},"name":{"kind":"Name","value":"exchangeIntermediateSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SignInStep"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Discovered"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DiscoveredOrganization"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"membership"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"slug"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SignInStep"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignIn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"emailAddress"}}]}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outcome"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignedIn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"sessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"sessionJwt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SecondFactorRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"options"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"mfaPhoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"totpRegistrationId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"started"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EnrollmentRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FirstFactorRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"allowedAuthMethods"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OrganizationRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"organizations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Discovered"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<ChooseOrganizationMutation, ChooseOrganizationMutationVariables>;
export const TextCodeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"TextCode"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SendMemberSmsPasscodeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"sendMemberSmsPasscode"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SendMemberSmsPasscodePayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<TextCodeMutation, TextCodeMutationVariables>;
export const EnterTextedCodeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"EnterTextedCode"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AuthenticateMemberSmsPasscodeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","alias":{"kind":"Name","value":"signIn"},"name":{"kind":"Name","value":"authenticateMemberSmsPasscode"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SignInStep"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Discovered"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DiscoveredOrganization"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"membership"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"slug"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SignInStep"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignIn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"emailAddress"}}]}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outcome"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignedIn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"sessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"sessionJwt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SecondFactorRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"options"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"mfaPhoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"totpRegistrationId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"started"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EnrollmentRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FirstFactorRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"allowedAuthMethods"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OrganizationRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"organizations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Discovered"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<EnterTextedCodeMutation, EnterTextedCodeMutationVariables>;
export const EnterTotpDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"EnterTotp"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AuthenticateMemberTotpInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","alias":{"kind":"Name","value":"signIn"},"name":{"kind":"Name","value":"authenticateMemberTotp"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SignInStep"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Discovered"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DiscoveredOrganization"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"membership"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"slug"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SignInStep"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignIn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"emailAddress"}}]}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outcome"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignedIn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"sessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"sessionJwt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SecondFactorRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"options"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"mfaPhoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"totpRegistrationId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"started"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EnrollmentRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FirstFactorRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"allowedAuthMethods"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OrganizationRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"organizations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Discovered"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<EnterTotpMutation, EnterTotpMutationVariables>;
export const RecoverDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Recover"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RecoverMemberInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","alias":{"kind":"Name","value":"signIn"},"name":{"kind":"Name","value":"recoverMember"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SignInStep"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Discovered"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DiscoveredOrganization"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"nextStep"}},{"kind":"Field","name":{"kind":"Name","value":"membership"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"slug"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SignInStep"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignIn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"emailAddress"}}]}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outcome"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignedIn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"sessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"sessionJwt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SecondFactorRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"options"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"mfaPhoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"totpRegistrationId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"started"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EnrollmentRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FirstFactorRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"allowedAuthMethods"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OrganizationRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"intermediateSessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"organizations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Discovered"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<RecoverMutation, RecoverMutationVariables>;
export const CreateTotpDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateTotp"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateMemberTotpInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"createMemberTotp"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateMemberTotpPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"qrCode"}},{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"recoveryCodes"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<CreateTotpMutation, CreateTotpMutationVariables>;
export const ViewerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Me"}}]}},{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"slug"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"canList"},"name":{"kind":"Name","value":"can"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"resourceId"},"value":{"kind":"StringValue","value":"stytch.member","block":false}},{"kind":"Argument","name":{"kind":"Name","value":"action"},"value":{"kind":"StringValue","value":"search","block":false}}]},{"kind":"Field","alias":{"kind":"Name","value":"canInvite"},"name":{"kind":"Name","value":"can"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"resourceId"},"value":{"kind":"StringValue","value":"stytch.member","block":false}},{"kind":"Argument","name":{"kind":"Name","value":"action"},"value":{"kind":"StringValue","value":"create","block":false}}]},{"kind":"Field","alias":{"kind":"Name","value":"canSetRoles"},"name":{"kind":"Name","value":"can"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"resourceId"},"value":{"kind":"StringValue","value":"stytch.member","block":false}},{"kind":"Argument","name":{"kind":"Name","value":"action"},"value":{"kind":"StringValue","value":"update.settings.roles","block":false}}]},{"kind":"Field","alias":{"kind":"Name","value":"canUseScim"},"name":{"kind":"Name","value":"can"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"resourceId"},"value":{"kind":"StringValue","value":"stytch.scim","block":false}},{"kind":"Argument","name":{"kind":"Name","value":"action"},"value":{"kind":"StringValue","value":"update","block":false}}]}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Me"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Member"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"emailAddress"}},{"kind":"Field","name":{"kind":"Name","value":"mfaEnrolled"}},{"kind":"Field","name":{"kind":"Name","value":"mfaPhoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"mfaPhoneNumberVerified"}},{"kind":"Field","name":{"kind":"Name","value":"totpRegistrationId"}}]}}]} as unknown as DocumentNode<ViewerQuery, ViewerQueryVariables>;
export const SignOutDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SignOut"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeMemberSessionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"revokeMemberSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeMemberSessionPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"revokedSessionIds"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<SignOutMutation, SignOutMutationVariables>;
export const RenameDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Rename"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateMemberInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"updateMember"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateMemberPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Me"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Me"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Member"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"emailAddress"}},{"kind":"Field","name":{"kind":"Name","value":"mfaEnrolled"}},{"kind":"Field","name":{"kind":"Name","value":"mfaPhoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"mfaPhoneNumberVerified"}},{"kind":"Field","name":{"kind":"Name","value":"totpRegistrationId"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<RenameMutation, RenameMutationVariables>;
export const AppsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Apps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"connectedApps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"App"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"App"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MemberConnectedApp"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"clientType"}},{"kind":"Field","name":{"kind":"Name","value":"grantedScopes"}}]}}]} as unknown as DocumentNode<AppsQuery, AppsQueryVariables>;
export const RevokeAppDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeApp"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeMemberConnectedAppInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"revokeMemberConnectedApp"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeMemberConnectedAppPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"deletedId"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<RevokeAppMutation, RevokeAppMutationVariables>;
export const ColleaguesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Colleagues"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"MemberFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"members"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"8"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Colleague"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Colleague"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Member"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"emailAddress"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"roles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"roleId"}},{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}}]}}]}}]} as unknown as DocumentNode<ColleaguesQuery, ColleaguesQueryVariables>;
export const RolesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Roles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"customRoles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"roleId"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"rbacPolicy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"roles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"roleId"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}}]}}]}}]} as unknown as DocumentNode<RolesQuery, RolesQueryVariables>;
export const InviteDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Invite"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"InviteMemberInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"inviteMember"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InviteMemberPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Colleague"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Colleague"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Member"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"emailAddress"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"roles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"roleId"}},{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<InviteMutation, InviteMutationVariables>;
export const SetRolesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SetRoles"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateMemberInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"updateMember"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateMemberPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Colleague"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Colleague"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Member"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"emailAddress"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"roles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"roleId"}},{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<SetRolesMutation, SetRolesMutationVariables>;
export const DirectoryDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Directory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"scimConnection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Scim"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Scim"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScimConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"identityProvider"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"baseUrl"}},{"kind":"Field","name":{"kind":"Name","value":"bearerTokenLastFour"}},{"kind":"Field","name":{"kind":"Name","value":"bearerTokenExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"nextBearerTokenLastFour"}},{"kind":"Field","name":{"kind":"Name","value":"nextBearerTokenExpiresAt"}}]}}]} as unknown as DocumentNode<DirectoryQuery, DirectoryQueryVariables>;
export const CreateScimDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateScim"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateScimConnectionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"createScimConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateScimConnectionPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"bearerToken"}},{"kind":"Field","name":{"kind":"Name","value":"scimConnection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Scim"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Scim"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScimConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"identityProvider"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"baseUrl"}},{"kind":"Field","name":{"kind":"Name","value":"bearerTokenLastFour"}},{"kind":"Field","name":{"kind":"Name","value":"bearerTokenExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"nextBearerTokenLastFour"}},{"kind":"Field","name":{"kind":"Name","value":"nextBearerTokenExpiresAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<CreateScimMutation, CreateScimMutationVariables>;
export const StartRotationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StartRotation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StartScimTokenRotationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"startScimTokenRotation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StartScimTokenRotationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"nextBearerToken"}},{"kind":"Field","name":{"kind":"Name","value":"scimConnection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Scim"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Scim"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScimConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"identityProvider"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"baseUrl"}},{"kind":"Field","name":{"kind":"Name","value":"bearerTokenLastFour"}},{"kind":"Field","name":{"kind":"Name","value":"bearerTokenExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"nextBearerTokenLastFour"}},{"kind":"Field","name":{"kind":"Name","value":"nextBearerTokenExpiresAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<StartRotationMutation, StartRotationMutationVariables>;
export const CompleteRotationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CompleteRotation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CompleteScimTokenRotationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"completeScimTokenRotation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CompleteScimTokenRotationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"scimConnection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Scim"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Scim"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScimConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"identityProvider"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"baseUrl"}},{"kind":"Field","name":{"kind":"Name","value":"bearerTokenLastFour"}},{"kind":"Field","name":{"kind":"Name","value":"bearerTokenExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"nextBearerTokenLastFour"}},{"kind":"Field","name":{"kind":"Name","value":"nextBearerTokenExpiresAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<CompleteRotationMutation, CompleteRotationMutationVariables>;
export const CancelRotationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelRotation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CancelScimTokenRotationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cancelScimTokenRotation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CancelScimTokenRotationPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"scimConnection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Scim"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Scim"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScimConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"identityProvider"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"baseUrl"}},{"kind":"Field","name":{"kind":"Name","value":"bearerTokenLastFour"}},{"kind":"Field","name":{"kind":"Name","value":"bearerTokenExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"nextBearerTokenLastFour"}},{"kind":"Field","name":{"kind":"Name","value":"nextBearerTokenExpiresAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<CancelRotationMutation, CancelRotationMutationVariables>;
export const DeleteScimDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteScim"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteScimConnectionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"deleteScimConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteScimConnectionPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"deletedId"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<DeleteScimMutation, DeleteScimMutationVariables>;
export const OrganizationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"slug"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"metrics"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"memberCount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"authMethods"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"allowance"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}}]}},{"kind":"Field","name":{"kind":"Name","value":"mfaPolicy"}},{"kind":"Field","name":{"kind":"Name","value":"mfaMethods"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"allowance"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}}]}},{"kind":"Field","name":{"kind":"Name","value":"emailAllowedDomains"}}]}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"roles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"roleId"}},{"kind":"Field","name":{"kind":"Name","value":"role"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<OrganizationQuery, OrganizationQueryVariables>;
export const SessionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Sessions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastAccessedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"authenticationFactors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<SessionsQuery, SessionsQueryVariables>;
export const DeleteTotpDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteTotp"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteMemberTotpInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"deleteMemberTotp"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteMemberTotpPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Me"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Me"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Member"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"emailAddress"}},{"kind":"Field","name":{"kind":"Name","value":"mfaEnrolled"}},{"kind":"Field","name":{"kind":"Name","value":"mfaPhoneNumber"}},{"kind":"Field","name":{"kind":"Name","value":"mfaPhoneNumberVerified"}},{"kind":"Field","name":{"kind":"Name","value":"totpRegistrationId"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<DeleteTotpMutation, DeleteTotpMutationVariables>;
export const RecoveryCodesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RecoveryCodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"member"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"recoveryCodes"}}]}}]}}]}}]} as unknown as DocumentNode<RecoveryCodesQuery, RecoveryCodesQueryVariables>;
export const RotateRecoveryCodesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RotateRecoveryCodes"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RotateRecoveryCodesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"rotateRecoveryCodes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RotateRecoveryCodesPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"recoveryCodes"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MutationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]} as unknown as DocumentNode<RotateRecoveryCodesMutation, RotateRecoveryCodesMutationVariables>;