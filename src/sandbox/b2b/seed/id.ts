import { seedId } from '../../seed/id.ts';

/** The id of an email address within an organization; the same address always has the same one. */
export const emailIdOf = (organizationId: string, email: string) => seedId('email', `${organizationId} ${email}`);

/** The id of a member's phone number. */
export const phoneIdOf = (memberId: string, phoneNumber: string) =>
  seedId('phone-number', `${memberId} ${phoneNumber}`);
