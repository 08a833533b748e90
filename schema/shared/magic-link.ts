/** Inputs of magic links, the same for members and users. */
import type { InputFieldBuilder } from '../mutation.ts';
import { Locale } from './locale.ts';

/** The language of the mail. */
export const mailLocale = (t: InputFieldBuilder) =>
  t.field({ type: Locale, description: 'Language of the mail; EN when not given.' });

/** Binds a link to the client that asked for it. */
export const pkceChallenge = (t: InputFieldBuilder) =>
  t.string({
    description:
      'SHA-256 hash, in base64url, of a secret that the client keeps: whoever follows the link has to show the secret (PKCE).',
  });

/** Shows that it is that client. */
export const pkceVerifier = (t: InputFieldBuilder) =>
  t.string({
    secret: true,
    description: 'The secret whose hash was given when the link was sent; required where one was (PKCE).',
  });

/** The template of a mail, by what it is for. */
export const mailTemplate = (t: InputFieldBuilder, purpose: string, serversOnly?: 'optional') =>
  t.string({
    ...(serversOnly ? { serversOnly } : {}),
    description: `Template of the project for the ${purpose}; its default when not given.${serversOnly ? ' Servers only.' : ''}`,
  });

/** Where a link leads. */
export const linkRedirect = (t: InputFieldBuilder, purpose: string) =>
  t.field({
    type: 'URL',
    description: `Where the link of the ${purpose} leads, one that the project allows; its default when not given.`,
  });

/** How long a link works. */
export const linkMinutes = (t: InputFieldBuilder, purpose: string, usual = 'an hour') =>
  t.int({ description: `How long the ${purpose} may take: 5 to 10080 minutes, ${usual} when not given.` });

/** The token of a link that was followed. */
export const linkToken = (t: InputFieldBuilder) =>
  t.string({ required: true, secret: true, description: 'The `token` in the address the link led to.' });
