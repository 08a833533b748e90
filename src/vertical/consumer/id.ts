import { idPattern } from '../id-pattern.ts';

const userId = idPattern('user');

/** Whether a name has the format of a Stytch user id. The gateway never treats such a name as an external id. */
export const isUserId = (name: string): boolean => userId.test(name);
