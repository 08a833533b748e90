/** Normalizes the provider of an account, which Stytch capitalizes there (`Google`) but not elsewhere (`google`). */
export const oauthProvider = ({ provider_type }: { provider_type: string }): string =>
  typeof provider_type === 'string' ? provider_type.toLowerCase() : provider_type;
