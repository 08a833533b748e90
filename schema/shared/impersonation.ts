/** Inputs of impersonation that members and users share. */
import type { InputFieldBuilder } from '../mutation.ts';

/** Credential of the impersonator. */
export const impersonationTokenInput = (t: InputFieldBuilder) => ({
  impersonationToken: t.string({
    required: true,
    secret: true,
    description: 'Token from the Stytch dashboard, valid once and for five minutes.',
  }),
});
