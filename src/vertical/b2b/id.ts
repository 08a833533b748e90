const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const organizationId = new RegExp(`^organization-(?:test|live)-${UUID}$`, 'i');
const memberId = new RegExp(`^member-(?:test|live)-${UUID}$`, 'i');

/** Whether a name has the form of a Stytch organization id. A slug may have it too. */
export const isOrganizationId = (name: string): boolean => organizationId.test(name);

/** Whether a name has the format of a Stytch member id. The gateway never treats such a name as an external id. */
export const isMemberId = (name: string): boolean => memberId.test(name);
