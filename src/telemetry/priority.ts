/** How important operations are under overload; a label of metrics. */

/** Sign-ins are kept longest, searches are refused first. */
export type Priority = 'signIn' | 'usual' | 'search';

/** The most important first. */
export const PRIORITIES: readonly Priority[] = ['signIn', 'usual', 'search'];
