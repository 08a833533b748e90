/** What went wrong, as a person is told. */
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { MutationFailed } from 'stytch-graphql/client';
import { nextStep } from 'stytch-graphql/session';

export interface Problem {
  readonly message: string;
  /** The input field that is not acceptable, such as `emailAddress`. */
  readonly field?: string | undefined;
  /** Whether the session has ended, so that nothing but signing in helps. */
  readonly isSessionOver?: boolean;
}

interface Fact {
  readonly message: string;
  readonly code?: unknown;
  readonly retryAfter?: unknown;
  readonly path?: readonly string[] | null;
}

function tell({ message, path, ...error }: Fact): Problem {
  const next = nextStep(error);
  switch (next.step) {
    case 'signIn':
      return { message: 'Your session has ended. Sign in again.', isSessionOver: true };
    case 'wait':
      return { message: `There is much to do at the moment. Try again in ${next.seconds} seconds.` };
    case 'check':
      return { message: 'The change was sent, but no answer came. Look whether it was made before you repeat it.' };
    case 'show':
      return { message, field: path?.[0] };
  }
}

export function problemOf(error: unknown): Problem {
  if (error instanceof MutationFailed) return tell({ ...error.error, message: error.message });
  if (CombinedGraphQLErrors.is(error)) {
    const [first] = error.errors;
    return tell({ message: first?.message ?? error.message, ...first?.extensions });
  }
  return { message: 'The server cannot be reached. Check your connection, then try again.' };
}
