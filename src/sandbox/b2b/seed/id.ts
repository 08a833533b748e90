import { seedId } from '../../seed/id.ts';

/** Id of an email address in an organization: deterministic. */
export const emailIdOf = (organizationId: string, email: string) => seedId('email', `${organizationId} ${email}`);

/** Id of a member's phone number: deterministic. */
export const phoneIdOf = (memberId: string, phoneNumber: string) =>
  seedId('phone-number', `${memberId} ${phoneNumber}`);
