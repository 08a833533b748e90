/** What an OAuth provider issues, the same for members and users. */
import { contractObject } from '../builder.ts';
import type { InputFieldBuilder } from '../mutation.ts';

export const OauthProviderValues = contractObject(
  'OauthProviderValues',
  'api_b2b_oauth_v1_ProviderValues',
  'api_oauth_v1_ProviderValues',
).implement({
  description: 'What an OAuth provider issued when somebody signed in there.',
  fields: (t) => ({
    accessToken: t.exposeString('access_token', {
      nullable: true,
      secret: true,
      description: 'Opens the provider’s API in the person’s name; null where the provider issued none.',
    }),
    refreshToken: t.exposeString('refresh_token', {
      nullable: true,
      secret: true,
      description: 'Gets new access tokens; null where the provider issued none.',
    }),
    idToken: t.expose('id_token', {
      type: 'JWT',
      nullable: true,
      secret: true,
      description: 'What the provider signed about the person; null where it does not speak OpenID Connect.',
    }),
    expiresAt: t.expose('expires_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the access token ends; null where it does not.',
    }),
    scopes: t.exposeStringList('scopes', { description: 'What the person agreed to, in the provider’s words.' }),
  }),
});

/** Who began the sign-in, where a code challenge went along. */
export const oauthVerifierInput = (t: InputFieldBuilder) =>
  t.string({
    secret: true,
    description: 'PKCE: what the code challenge was made from, if the sign-in began with one.',
  });
