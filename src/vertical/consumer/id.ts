const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const userId = new RegExp(`^user-(?:test|live)-${UUID}$`, 'i');

/** Whether a name has the format of a Stytch user id. The gateway never treats such a name as an external id. */
export const isUserId = (name: string): boolean => userId.test(name);
