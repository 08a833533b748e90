/** Stytch writes `Google` where it names the provider of an account, and `google` elsewhere: to the graph they are one. */
export const oauthProvider = ({ provider_type }: { provider_type: string }): string =>
  typeof provider_type === 'string' ? provider_type.toLowerCase() : provider_type;
