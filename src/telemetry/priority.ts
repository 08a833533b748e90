/** How important operations are under overload; a label of metrics. */

/** Sign-ins are kept longest, searches are refused first. */
export type Worth = 'signIn' | 'usual' | 'search';

/** The most important first. */
export const worths: readonly Worth[] = ['signIn', 'usual', 'search'];
