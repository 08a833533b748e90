/** Tokens of an OAuth provider, shared by members and users. */
import { contractObject } from '../builder.ts';
import type { InputFieldBuilder } from '../mutation.ts';

export const OauthProviderValues = contractObject(
  'OauthProviderValues',
  'api_b2b_oauth_v1_ProviderValues',
  'api_oauth_v1_ProviderValues',
).implement({
  description: 'Tokens that an OAuth provider issued at a sign-in.',
  fields: (t) => ({
    accessToken: t.exposeString('access_token', {
      nullable: true,
      secret: true,
      description: 'Access token for the provider’s API in the person’s name. Null if the provider issued none.',
    }),
    refreshToken: t.exposeString('refresh_token', {
      nullable: true,
      secret: true,
      description: 'Token with which to get new access tokens. Null if the provider issued none.',
    }),
    idToken: t.expose('id_token', {
      type: 'JWT',
      nullable: true,
      secret: true,
      description:
        'ID token: claims about the person, signed by the provider. Null if the provider does not support OpenID Connect.',
    }),
    expiresAt: t.expose('expires_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the access token expires. Null if it does not expire.',
    }),
    scopes: t.exposeStringList('scopes', {
      description: 'Scopes that the person granted, as the provider names them.',
    }),
  }),
});

/** PKCE verifier of a sign-in that started with a code challenge. */
export const oauthVerifierInput = (t: InputFieldBuilder) =>
  t.string({
    secret: true,
    description: 'PKCE: the secret whose hash was the code challenge. Required if the sign-in started with one.',
  });
