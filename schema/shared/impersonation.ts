/** Inputs of impersonation, the same for members and users. */
import type { InputFieldBuilder } from '../mutation.ts';

/** What whoever impersonates shows. */
export const impersonationTokenInput = (t: InputFieldBuilder) => ({
  impersonationToken: t.string({
    required: true,
    secret: true,
    description: 'Token from the Stytch dashboard; it works once, within five minutes.',
  }),
});
