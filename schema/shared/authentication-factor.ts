import type {
  AuthenticationFactor as Factor,
  FactorShape,
  FactorTypename,
} from '../../resolvers/shared/authentication-factor.ts';
import type { SchemaName } from '../../src/stytch/contract/types.ts';
import { builder, contractTypes, wordEnum } from '../builder.ts';
import { OauthProvider } from './oauth-provider.ts';

const FactorType = wordEnum('AuthenticationFactorType', 'Method of an authentication factor.', {
  MAGIC_LINK: { value: 'magic_link', description: 'A link that was sent to the person.' },
  EMAIL_OTP: { value: 'email_otp', description: 'A one-time passcode sent by email.' },
  OTP: { value: 'otp', description: 'A one-time passcode sent to a phone.' },
  TOTP: { value: 'totp', description: 'A passcode from an authenticator app.' },
  RECOVERY_CODES: { value: 'recovery_codes', description: 'A recovery code, valid once.' },
  PASSWORD: { value: 'password', description: 'A password.' },
  OAUTH: { value: 'oauth', description: 'An account at an OAuth provider.' },
  SSO: { value: 'sso', description: 'Single sign-on at the identity provider of the organization.' },
  WEBAUTHN: { value: 'webauthn', description: 'A passkey or a security key.' },
  SIGNATURE_CHALLENGE: { value: 'signature_challenge', description: 'A challenge signed by the person’s device.' },
  CRYPTO: { value: 'crypto', description: 'A challenge signed by a crypto wallet.' },
  IMPORTED: { value: 'imported', description: 'A session of another authentication system.' },
  IMPERSONATED: {
    value: 'impersonated',
    description: 'None: an impersonator from your own team acts in the person’s place.',
  },
  TRUSTED_AUTH_TOKEN: { value: 'trusted_auth_token', description: 'A token of an issuer that your project trusts.' },
});

const DeliveryMethod = wordEnum(
  'AuthenticationFactorDeliveryMethod',
  'Channel or provider of an authentication factor.',
  {
    EMAIL: { value: 'email', description: 'An email.' },
    SMS: { value: 'sms', description: 'A text message.' },
    WHATSAPP: { value: 'whatsapp', description: 'A WhatsApp message.' },
    EMBEDDED: { value: 'embedded', description: 'A link that your own application delivered.' },
    KNOWLEDGE: { value: 'knowledge', description: 'Nothing was sent: the person entered a password.' },
    AUTHENTICATOR_APP: { value: 'authenticator_app', description: 'An authenticator app.' },
    RECOVERY_CODE: { value: 'recovery_code', description: 'A recovery code that the person had stored.' },
    WEBAUTHN_REGISTRATION: { value: 'webauthn_registration', description: 'A passkey or a security key.' },
    BIOMETRIC: { value: 'biometric', description: 'A fingerprint or face recognized by a device.' },
    CRYPTO_WALLET: { value: 'crypto_wallet', description: 'A crypto wallet.' },
    SSO_SAML: { value: 'sso_saml', description: 'A SAML connection of the organization.' },
    SSO_OIDC: { value: 'sso_oidc', description: 'An OIDC connection of the organization.' },
    OAUTH_GOOGLE: { value: 'oauth_google', description: 'A Google account.' },
    OAUTH_MICROSOFT: { value: 'oauth_microsoft', description: 'A Microsoft account.' },
    OAUTH_APPLE: { value: 'oauth_apple', description: 'An Apple account.' },
    OAUTH_GITHUB: { value: 'oauth_github', description: 'A GitHub account.' },
    OAUTH_FACEBOOK: { value: 'oauth_facebook', description: 'A Facebook account.' },
    OAUTH_AMAZON: { value: 'oauth_amazon', description: 'An Amazon account.' },
    OAUTH_BITBUCKET: { value: 'oauth_bitbucket', description: 'A Bitbucket account.' },
    OAUTH_COINBASE: { value: 'oauth_coinbase', description: 'A Coinbase account.' },
    OAUTH_DISCORD: { value: 'oauth_discord', description: 'A Discord account.' },
    OAUTH_FIGMA: { value: 'oauth_figma', description: 'A Figma account.' },
    OAUTH_GITLAB: { value: 'oauth_gitlab', description: 'A GitLab account.' },
    OAUTH_INSTAGRAM: { value: 'oauth_instagram', description: 'An Instagram account.' },
    OAUTH_LINKEDIN: { value: 'oauth_linkedin', description: 'A LinkedIn account.' },
    OAUTH_SHOPIFY: { value: 'oauth_shopify', description: 'A Shopify account.' },
    OAUTH_SLACK: { value: 'oauth_slack', description: 'A Slack account.' },
    OAUTH_SNAPCHAT: { value: 'oauth_snapchat', description: 'A Snapchat account.' },
    OAUTH_SPOTIFY: { value: 'oauth_spotify', description: 'A Spotify account.' },
    OAUTH_STEAM: { value: 'oauth_steam', description: 'A Steam account.' },
    OAUTH_TIKTOK: { value: 'oauth_tiktok', description: 'A TikTok account.' },
    OAUTH_TWITCH: { value: 'oauth_twitch', description: 'A Twitch account.' },
    OAUTH_TWITTER: { value: 'oauth_twitter', description: 'A Twitter account.' },
    OAUTH_SALESFORCE: { value: 'oauth_salesforce', description: 'A Salesforce account.' },
    OAUTH_YAHOO: { value: 'oauth_yahoo', description: 'A Yahoo account.' },
    OAUTH_HUBSPOT: { value: 'oauth_hubspot', description: 'A HubSpot account.' },
    OAUTH_EXCHANGE_GOOGLE: {
      value: 'oauth_exchange_google',
      description:
        'A Google account, verified in another organization. It does not verify the email address in this one.',
    },
    OAUTH_EXCHANGE_SLACK: {
      value: 'oauth_exchange_slack',
      description:
        'A Slack account, verified in another organization. It does not verify the email address in this one.',
    },
    OAUTH_EXCHANGE_HUBSPOT: {
      value: 'oauth_exchange_hubspot',
      description:
        'A HubSpot account, verified in another organization. It does not verify the email address in this one.',
    },
    OAUTH_EXCHANGE_GITHUB: {
      value: 'oauth_exchange_github',
      description:
        'A GitHub account, verified in another organization. It does not verify the email address in this one.',
    },
    OAUTH_ACCESS_TOKEN_EXCHANGE: {
      value: 'oauth_access_token_exchange',
      description: 'An access token of a connected app, exchanged for a session.',
    },
    TRUSTED_TOKEN_EXCHANGE: {
      value: 'trusted_token_exchange',
      description: 'A token of an issuer that your project trusts, exchanged for a session.',
    },
    IMPORTED_AUTH0: { value: 'imported_auth0', description: 'A session of another system, such as Auth0.' },
    IMPERSONATION: {
      value: 'impersonation',
      description: 'The Stytch dashboard, in which an impersonator started the session.',
    },
  },
);

export const CryptoWalletType = wordEnum('CryptoWalletType', 'Blockchain of a crypto wallet.', {
  ETHEREUM: { value: 'ethereum', description: 'Ethereum.' },
  SOLANA: { value: 'solana', description: 'Solana.' },
});

contractTypes.set('AuthenticationFactor', ['api_session_v1_AuthenticationFactor']);

/** One authentication factor of a session. Its GraphQL type names the kind. */
export const AuthenticationFactor = builder.interfaceRef<Factor>('AuthenticationFactor').implement({
  description: 'A proof of identity that belongs to a session. Its type determines the kind and adds fields.',
  resolveType: ({ kind }) => kind,
  fields: (t) => ({
    type: t.expose('type', { type: FactorType, description: 'Method of the factor.' }),
    deliveryMethod: t.expose('delivery_method', {
      type: DeliveryMethod,
      description: 'Channel or provider of the factor.',
    }),
    lastAuthenticatedAt: t.expose('last_authenticated_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the person last used the factor in this session. Null if unknown.',
    }),
    createdAt: t.expose('created_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the person first used the factor in this session. Null if unknown.',
    }),
    updatedAt: t.expose('updated_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the factor last changed. Null if unknown.',
    }),
  }),
});

const factor = <Kind extends FactorTypename>(kind: Kind, ...schemas: SchemaName[]) => {
  contractTypes.set(kind, schemas);
  return builder.objectRef<FactorShape<Kind>>(kind);
};
// A field of two types has the same nullability in both: otherwise no query could select both.
const interfaces = [AuthenticationFactor];

factor('EmailFactor', 'api_session_v1_EmailFactor').implement({
  interfaces,
  description: 'An email address to which a link or passcode was sent.',
  fields: (t) => ({
    emailId: t.exposeString('email_id', {
      nullable: true,
      description: 'Stytch id of the email address. Null if unknown.',
    }),
    emailAddress: t.expose('email_address', {
      type: 'EmailAddress',
      description: 'Email address to which the link or passcode was sent.',
    }),
  }),
});

factor('PhoneNumberFactor', 'api_session_v1_PhoneNumberFactor').implement({
  interfaces,
  description: 'A phone to which a passcode was sent.',
  fields: (t) => ({
    phoneId: t.exposeString('phone_id', { description: 'Stytch id of the phone number.' }),
    phoneNumber: t.expose('phone_number', {
      type: 'PhoneNumber',
      description: 'Phone number to which the passcode was sent.',
    }),
  }),
});

factor(
  'OauthFactor',
  'api_session_v1_GoogleOAuthFactor',
  'api_session_v1_MicrosoftOAuthFactor',
  'api_session_v1_AppleOAuthFactor',
  'api_session_v1_GithubOAuthFactor',
  'api_session_v1_FacebookOAuthFactor',
  'api_session_v1_AmazonOAuthFactor',
  'api_session_v1_BitbucketOAuthFactor',
  'api_session_v1_CoinbaseOAuthFactor',
  'api_session_v1_DiscordOAuthFactor',
  'api_session_v1_FigmaOAuthFactor',
  'api_session_v1_GitLabOAuthFactor',
  'api_session_v1_InstagramOAuthFactor',
  'api_session_v1_LinkedInOAuthFactor',
  'api_session_v1_ShopifyOAuthFactor',
  'api_session_v1_SlackOAuthFactor',
  'api_session_v1_SnapchatOAuthFactor',
  'api_session_v1_SpotifyOAuthFactor',
  'api_session_v1_SteamOAuthFactor',
  'api_session_v1_TikTokOAuthFactor',
  'api_session_v1_TwitchOAuthFactor',
  'api_session_v1_TwitterOAuthFactor',
  'api_session_v1_SalesforceOAuthFactor',
  'api_session_v1_YahooOAuthFactor',
  'api_session_v1_HubspotOAuthFactor',
  'api_session_v1_SlackOAuthExchangeFactor',
  'api_session_v1_HubspotOAuthExchangeFactor',
  'api_session_v1_GithubOAuthExchangeFactor',
  'api_session_v1_GoogleOAuthExchangeFactor',
).implement({
  interfaces,
  description: 'An account at an OAuth provider.',
  fields: (t) => ({
    provider: t.expose('provider', { type: OauthProvider, description: 'OAuth provider of the account.' }),
    registrationId: t.exposeString('id', {
      nullable: true,
      description: 'Stytch id of the account’s registration. Null if the account was verified in another organization.',
    }),
    providerSubject: t.exposeString('provider_subject', {
      nullable: true,
      description: 'Id of the account at the provider. Null if the account was verified in another organization.',
    }),
    emailId: t.exposeString('email_id', {
      nullable: true,
      description: 'Stytch id of the account’s email address. Null if unknown.',
    }),
  }),
});

factor('SsoFactor', 'api_session_v1_SAMLSSOFactor', 'api_session_v1_OIDCSSOFactor').implement({
  interfaces,
  description: 'A sign-in through a single sign-on connection of the organization (SAML or OIDC).',
  fields: (t) => ({
    registrationId: t.exposeString('id', {
      nullable: true,
      description: 'Stytch id of the member’s registration at the connection. Null if unknown.',
    }),
    connectionId: t.exposeString('provider_id', { description: 'Stytch id of the connection.' }),
    externalId: t.exposeString('external_id', {
      description: 'Id of the person at the identity provider.',
    }),
  }),
});

factor('AuthenticatorAppFactor', 'api_session_v1_AuthenticatorAppFactor').implement({
  interfaces,
  description: 'An authenticator app that generates passcodes.',
  fields: (t) => ({
    totpId: t.exposeString('totp_id', { description: 'Stytch id of the app’s registration.' }),
  }),
});

factor('RecoveryCodeFactor', 'api_session_v1_RecoveryCodeFactor').implement({
  interfaces,
  description: 'A recovery code, used instead of the authenticator app.',
  fields: (t) => ({
    totpRecoveryCodeId: t.exposeString('totp_recovery_code_id', {
      description: 'Stytch id of the code, not the code itself.',
    }),
  }),
});

factor('WebauthnFactor', 'api_session_v1_WebAuthnFactor').implement({
  interfaces,
  description: 'A passkey or a security key.',
  fields: (t) => ({
    webauthnRegistrationId: t.exposeString('webauthn_registration_id', { description: 'Stytch id of the key.' }),
    domain: t.exposeString('domain', { description: 'Domain for which the key is registered.' }),
    userAgent: t.exposeString('user_agent', {
      nullable: true,
      description: 'User agent of the browser that registered the key. Null if unknown.',
    }),
  }),
});

factor('BiometricFactor', 'api_session_v1_BiometricFactor').implement({
  interfaces,
  description: 'A device that recognizes the person by fingerprint or face.',
  fields: (t) => ({
    biometricRegistrationId: t.exposeString('biometric_registration_id', { description: 'Stytch id of the device.' }),
  }),
});

factor('CryptoWalletFactor', 'api_session_v1_CryptoWalletFactor').implement({
  interfaces,
  description: 'A crypto wallet that signed a challenge.',
  fields: (t) => ({
    cryptoWalletId: t.exposeString('crypto_wallet_id', { description: 'Stytch id of the wallet.' }),
    address: t.exposeString('crypto_wallet_address', { description: 'Address of the wallet.' }),
    walletType: t.expose('crypto_wallet_type', {
      type: CryptoWalletType,
      description: 'Blockchain of the wallet.',
    }),
  }),
});

factor('EmbeddableMagicLinkFactor', 'api_session_v1_EmbeddableMagicLinkFactor').implement({
  interfaces,
  description: 'A magic link that your own application delivered.',
  fields: (t) => ({
    embeddedId: t.exposeString('embedded_id', { description: 'Stytch id of the link.' }),
  }),
});

factor('ImpersonatedFactor', 'api_session_v1_ImpersonatedFactor').implement({
  interfaces,
  description:
    'An impersonator from your own team, who acts in the person’s place. Show this wherever you show who acted.',
  fields: (t) => ({
    impersonatorId: t.exposeString('impersonator_id', {
      description: 'Id of the impersonator. For the Stytch dashboard, their member id there.',
    }),
    impersonatorEmailAddress: t.expose('impersonator_email_address', {
      type: 'EmailAddress',
      description: 'Email address of the impersonator.',
    }),
  }),
});

factor('OauthAccessTokenExchangeFactor', 'api_session_v1_OAuthAccessTokenExchangeFactor').implement({
  interfaces,
  description: 'An access token that a connected app exchanged for a session.',
  fields: (t) => ({
    clientId: t.exposeString('client_id', { description: 'Client id of the connected app.' }),
  }),
});

factor('TrustedAuthTokenFactor', 'api_session_v1_TrustedAuthTokenFactor').implement({
  interfaces,
  description: 'A token of an issuer that the project trusts.',
  fields: (t) => ({
    tokenId: t.exposeString('token_id', { description: 'Id of the token (its `jti` claim), not the token itself.' }),
  }),
});

factor('PlainFactor').implement({
  interfaces,
  description:
    'A factor without further details: a password, an imported session, or a kind that this gateway does not know.',
});
