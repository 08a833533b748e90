/** Inputs of magic links that members and users share. */
import type { InputFieldBuilder } from '../mutation.ts';
import { Locale } from './locale.ts';

/** Language of the email. */
export const mailLocale = (t: InputFieldBuilder) =>
  t.field({ type: Locale, description: 'Language of the email. Default: EN.' });

/** PKCE challenge, which binds a link to the client that requested it. */
export const pkceChallenge = (t: InputFieldBuilder) =>
  t.string({
    description:
      'PKCE: SHA-256 hash, in base64url, of a secret that the client stores. The secret is then required to sign in with the link.',
  });

/** PKCE verifier, which proves that the client is the one that requested the link. */
export const pkceVerifier = (t: InputFieldBuilder) =>
  t.string({
    secret: true,
    description: 'PKCE: the secret whose hash was sent as `codeChallenge`. Required if there was one.',
  });

/** Template of an email, by purpose. */
export const mailTemplate = (t: InputFieldBuilder, purpose: string, serversOnly?: 'optional') =>
  t.string({
    ...(serversOnly ? { serversOnly } : {}),
    description: `Id of the project’s template for ${purpose}. Default: the template set in the project.${serversOnly ? ' Servers only.' : ''}`,
  });

/** Redirect URL of a link. */
export const linkRedirect = (t: InputFieldBuilder, purpose: string) =>
  t.field({
    type: 'URL',
    description: `URL that ${purpose} opens. The project must allow it. Default: the URL set in the project.`,
  });

/** Lifetime of a link. */
export const linkMinutes = (t: InputFieldBuilder, purpose: string, usual = '60') =>
  t.int({ description: `Lifetime of ${purpose}: 5 to 10080 minutes. Default: ${usual}.` });

/** Token of a magic link. */
export const linkToken = (t: InputFieldBuilder) =>
  t.string({ required: true, secret: true, description: 'The `token` parameter of the URL that the link opened.' });
