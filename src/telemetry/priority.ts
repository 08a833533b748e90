/** Priority of operations under overload; a label of metrics. */

/** Under overload, searches are rejected first and sign-ins last. */
export type Priority = 'signIn' | 'usual' | 'search';

/** Highest priority first. */
export const PRIORITIES: readonly Priority[] = ['signIn', 'usual', 'search'];
