/** Inputs of passwords that are set by a mailed link, the same for members and users. */
import type { InputFieldBuilder } from '../mutation.ts';
import { Locale } from './locale.ts';
import { mailTemplate } from './magic-link.ts';

/** The mail that leads to a new password. */
export const resetMailInput = (t: InputFieldBuilder, serversOnly?: 'optional') => ({
  resetPasswordRedirectUrl: t.field({
    type: 'URL',
    description: 'Your page for the new password, which is given the `token`; the project’s default when not given.',
  }),
  resetPasswordExpirationMinutes: t.int({
    description: 'How long the link works: 5 to 10080 minutes, 30 when not given.',
  }),
  resetPasswordTemplateId: mailTemplate(t, 'mail', serversOnly),
  locale: t.field({ type: Locale, description: 'Language of the mail; EN when not given.' }),
});

/** Where the second link of that mail leads. */
export const resetLoginInput = (t: InputFieldBuilder) => ({
  loginRedirectUrl: t.field({
    type: 'URL',
    description: 'Where the link leads that signs in without a new password; the project’s default when not given.',
  }),
});

/** The password as it shall be. */
export const newPassword = (t: InputFieldBuilder) =>
  t.string({ required: true, secret: true, description: 'The password as it shall be.' });

/** The password as it is. */
export const existingPassword = (t: InputFieldBuilder) =>
  t.string({ required: true, secret: true, description: 'The password as it is.' });

/** The token of the mailed link. */
export const resetToken = (t: InputFieldBuilder) =>
  t.string({ required: true, secret: true, description: 'The `token` of the link; works once.' });
