/** Inputs of password resets by email that members and users share. */
import type { InputFieldBuilder } from '../mutation.ts';
import { Locale } from './locale.ts';
import { mailTemplate } from './magic-link.ts';

/** The email with the reset link. */
export const resetMailInput = (t: InputFieldBuilder, serversOnly?: 'optional') => ({
  resetPasswordRedirectUrl: t.field({
    type: 'URL',
    description: 'URL of your page for the new password; Stytch adds the `token`. Default: the URL set in the project.',
  }),
  resetPasswordExpirationMinutes: t.int({
    description: 'Lifetime of the link: 5 to 10080 minutes. Default: 30.',
  }),
  resetPasswordTemplateId: mailTemplate(t, 'the email', serversOnly),
  locale: t.field({ type: Locale, description: 'Language of the email. Default: EN.' }),
});

/** Target of the second link of that email. */
export const resetLoginInput = (t: InputFieldBuilder) => ({
  loginRedirectUrl: t.field({
    type: 'URL',
    description: 'URL that the link for signing in without a new password opens. Default: the URL set in the project.',
  }),
});

/** The new password. */
export const newPassword = (t: InputFieldBuilder) =>
  t.string({ required: true, secret: true, description: 'The new password.' });

/** The current password. */
export const existingPassword = (t: InputFieldBuilder) =>
  t.string({ required: true, secret: true, description: 'The current password.' });

/** Token of the reset link. */
export const resetToken = (t: InputFieldBuilder) =>
  t.string({
    required: true,
    secret: true,
    description: 'The `token` parameter of the URL that the link opened, valid once.',
  });
