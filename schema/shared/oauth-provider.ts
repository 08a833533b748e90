/** OAuth providers, shared by members and users. */
import { oauthProvider } from '../../resolvers/shared/oauth-provider.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { wordEnum } from '../builder.ts';
import type { PayloadFieldBuilder } from '../mutation.ts';

export const OauthProvider = wordEnum('OauthProvider', 'An OAuth provider.', {
  GOOGLE: { value: 'google', description: 'Google.' },
  MICROSOFT: { value: 'microsoft', description: 'Microsoft.' },
  APPLE: { value: 'apple', description: 'Apple.' },
  GITHUB: { value: 'github', description: 'GitHub.' },
  FACEBOOK: { value: 'facebook', description: 'Facebook.' },
  AMAZON: { value: 'amazon', description: 'Amazon.' },
  BITBUCKET: { value: 'bitbucket', description: 'Bitbucket.' },
  COINBASE: { value: 'coinbase', description: 'Coinbase.' },
  DISCORD: { value: 'discord', description: 'Discord.' },
  FIGMA: { value: 'figma', description: 'Figma.' },
  GITLAB: { value: 'gitlab', description: 'GitLab.' },
  INSTAGRAM: { value: 'instagram', description: 'Instagram.' },
  LINKEDIN: { value: 'linkedin', description: 'LinkedIn.' },
  SHOPIFY: { value: 'shopify', description: 'Shopify.' },
  SLACK: { value: 'slack', description: 'Slack.' },
  SNAPCHAT: { value: 'snapchat', description: 'Snapchat.' },
  SPOTIFY: { value: 'spotify', description: 'Spotify.' },
  STEAM: { value: 'steam', description: 'Steam.' },
  TIKTOK: { value: 'tiktok', description: 'TikTok.' },
  TWITCH: { value: 'twitch', description: 'Twitch.' },
  TWITTER: { value: 'twitter', description: 'Twitter.' },
  SALESFORCE: { value: 'salesforce', description: 'Salesforce.' },
  YAHOO: { value: 'yahoo', description: 'Yahoo.' },
  HUBSPOT: { value: 'hubspot', description: 'HubSpot.' },
});

/** The provider of an account. */
export const oauthProviderField = {
  type: OauthProvider,
  extensions: { exposed: 'provider_type' },
  description: 'The provider.',
  resolve: oauthProvider,
} as const;

type OauthAccount = Schemas['api_organization_v1_OAuthRegistration'] | Schemas['api_user_v1_OAuthProvider'];

/** Fields of an account at an OAuth provider with which a person has signed in. */
export const oauthAccountFields = (t: PayloadFieldBuilder<OauthAccount>) => ({
  provider: t.field(oauthProviderField),
  providerSubject: t.exposeString('provider_subject', { description: 'Id of the account at the provider.' }),
  profilePictureUrl: t.expose('profile_picture_url', {
    type: 'URL',
    nullable: true,
    description: 'URL of the person’s picture at the provider. Null if there is none.',
  }),
  locale: t.exposeString('locale', {
    nullable: true,
    description: 'Language set at the provider, such as `en`. Null if unknown.',
  }),
});
