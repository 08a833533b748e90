import type { ResponseFaults } from '../../src/stytch/client/response-faults.ts';
import { isRecord } from '../../src/stytch/contract/record.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';

type Wire = Schemas['api_session_v1_AuthenticationFactor'];

/** OAuth providers with the properties of their factors; the exchange factors contain only an email id. */
export const oauthFactors = [
  ['google', 'google_oauth_factor'],
  ['microsoft', 'microsoft_oauth_factor'],
  ['apple', 'apple_oauth_factor'],
  ['github', 'github_oauth_factor'],
  ['facebook', 'facebook_oauth_factor'],
  ['amazon', 'amazon_oauth_factor'],
  ['bitbucket', 'bitbucket_oauth_factor'],
  ['coinbase', 'coinbase_oauth_factor'],
  ['discord', 'discord_oauth_factor'],
  ['figma', 'figma_oauth_factor'],
  ['gitlab', 'git_lab_oauth_factor'],
  ['instagram', 'instagram_oauth_factor'],
  ['linkedin', 'linked_in_oauth_factor'],
  ['shopify', 'shopify_oauth_factor'],
  ['slack', 'slack_oauth_factor'],
  ['snapchat', 'snapchat_oauth_factor'],
  ['spotify', 'spotify_oauth_factor'],
  ['steam', 'steam_oauth_factor'],
  ['tiktok', 'tik_tok_oauth_factor'],
  ['twitch', 'twitch_oauth_factor'],
  ['twitter', 'twitter_oauth_factor'],
  ['salesforce', 'salesforce_oauth_factor'],
  ['yahoo', 'yahoo_oauth_factor'],
  ['hubspot', 'hubspot_oauth_factor'],
  ['slack', 'slack_oauth_exchange_factor'],
  ['hubspot', 'hubspot_oauth_exchange_factor'],
  ['github', 'github_oauth_exchange_factor'],
  ['google', 'google_oauth_exchange_factor'],
] as const satisfies readonly (readonly [string, keyof Wire])[];

/** Properties of each type of factor, besides the common ones. */
interface Details {
  EmailFactor: Schemas['api_session_v1_EmailFactor'];
  PhoneNumberFactor: Schemas['api_session_v1_PhoneNumberFactor'];
  OauthFactor: {
    provider: (typeof oauthFactors)[number][0];
    id?: string;
    provider_subject?: string;
    email_id?: string;
  };
  SsoFactor: Schemas['api_session_v1_SAMLSSOFactor'];
  AuthenticatorAppFactor: Schemas['api_session_v1_AuthenticatorAppFactor'];
  RecoveryCodeFactor: Schemas['api_session_v1_RecoveryCodeFactor'];
  WebauthnFactor: Schemas['api_session_v1_WebAuthnFactor'];
  BiometricFactor: Schemas['api_session_v1_BiometricFactor'];
  CryptoWalletFactor: Schemas['api_session_v1_CryptoWalletFactor'];
  EmbeddableMagicLinkFactor: Schemas['api_session_v1_EmbeddableMagicLinkFactor'];
  ImpersonatedFactor: Schemas['api_session_v1_ImpersonatedFactor'];
  OauthAccessTokenExchangeFactor: Schemas['api_session_v1_OAuthAccessTokenExchangeFactor'];
  TrustedAuthTokenFactor: Schemas['api_session_v1_TrustedAuthTokenFactor'];
  PlainFactor: object;
}

/** GraphQL types of factors. */
export type FactorTypename = keyof Details;

/** A factor of one type: the wire properties, with the type-specific details on the same level. */
export type FactorShape<Kind extends FactorTypename> = Wire & Details[Kind] & { kind: Kind };

/** A factor of any type. */
export type AuthenticationFactor = { [Kind in FactorTypename]: FactorShape<Kind> }[FactorTypename];

/** Determines the type of a factor. Unknown factors are `PlainFactor`. */
export function authenticationFactor(wire: Wire): AuthenticationFactor {
  for (const [provider, property] of oauthFactors) {
    const details = wire[property];
    if (details) return { ...wire, ...details, provider, kind: 'OauthFactor' };
  }
  if (wire.email_factor) return { ...wire, ...wire.email_factor, kind: 'EmailFactor' };
  if (wire.phone_number_factor) return { ...wire, ...wire.phone_number_factor, kind: 'PhoneNumberFactor' };
  if (wire.saml_sso_factor) return { ...wire, ...wire.saml_sso_factor, kind: 'SsoFactor' };
  if (wire.oidc_sso_factor) return { ...wire, ...wire.oidc_sso_factor, kind: 'SsoFactor' };
  if (wire.authenticator_app_factor)
    return { ...wire, ...wire.authenticator_app_factor, kind: 'AuthenticatorAppFactor' };
  if (wire.recovery_code_factor) return { ...wire, ...wire.recovery_code_factor, kind: 'RecoveryCodeFactor' };
  if (wire.webauthn_factor) return { ...wire, ...wire.webauthn_factor, kind: 'WebauthnFactor' };
  if (wire.biometric_factor) return { ...wire, ...wire.biometric_factor, kind: 'BiometricFactor' };
  if (wire.crypto_wallet_factor) return { ...wire, ...wire.crypto_wallet_factor, kind: 'CryptoWalletFactor' };
  if (wire.embeddable_magic_link_factor) {
    return { ...wire, ...wire.embeddable_magic_link_factor, kind: 'EmbeddableMagicLinkFactor' };
  }
  if (wire.impersonated_factor) return { ...wire, ...wire.impersonated_factor, kind: 'ImpersonatedFactor' };
  if (wire.oauth_access_token_exchange_factor) {
    return { ...wire, ...wire.oauth_access_token_exchange_factor, kind: 'OauthAccessTokenExchangeFactor' };
  }
  if (wire.trusted_auth_token_factor) {
    return { ...wire, ...wire.trusted_auth_token_factor, kind: 'TrustedAuthTokenFactor' };
  }
  return { ...wire, kind: 'PlainFactor' };
}

/**
 * Logs unreadable details. The factor is returned without them, because its type and delivery method are separate
 * properties.
 */
export function checkFactorDetails(wire: Wire, faults: ResponseFaults): void {
  for (const [name, details] of Object.entries(wire)) {
    if (name.endsWith('_factor') && details !== null && details !== undefined && !isRecord(details)) {
      faults.unshowable({ type: 'AuthenticationFactor', field: name });
    }
  }
}
