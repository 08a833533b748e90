import { type GatewayError, nextStep } from 'stytch-graphql/session';

/** What a page says of an error; null if it goes to the sign-in instead. */
export function textOf(error: GatewayError & { readonly message?: string }): string | null {
  const next = nextStep(error);
  switch (next.step) {
    case 'signIn':
      return null;
    case 'wait':
      return `Try again in ${next.seconds} seconds.`;
    case 'check':
      return 'This may have been saved. Reload to see.';
    case 'show':
      return error.message ?? 'That did not work.';
  }
}
