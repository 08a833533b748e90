/** Description of step-up authentication (resolvers/consumer/step-up.ts). */
export const STEP_UP =
  'A user with two kinds of factors needs a session with both, one of them used within the last hour.';
