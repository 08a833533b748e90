/** What descriptions say of step-up (resolvers/consumer/step-up.ts). */
export const STEP_UP =
  'A user with two kinds of factors needs a session that rests on both, with one of them shown within the last hour.';
