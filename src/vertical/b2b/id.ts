import { idPattern } from '../id-pattern.ts';

const organizationId = idPattern('organization');
const memberId = idPattern('member');

/** Whether a name has the form of a Stytch organization id. A slug may have it too. */
export const isOrganizationId = (name: string): boolean => organizationId.test(name);

/** Whether a name has the format of a Stytch member id. The gateway never treats such a name as an external id. */
export const isMemberId = (name: string): boolean => memberId.test(name);
