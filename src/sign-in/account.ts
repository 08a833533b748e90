/** The names under which people are counted at sign-in. A name is only counted here; Stytch is sent what the caller wrote. */
import { normalName } from '../stytch/normal-name.ts';

/**
 * What kind of name it is. A person has an address and an id, so their hourly limits add up to fewer attempts than lock an
 * account at Stytch.
 */
export type NameKind = 'address' | 'id' | 'phone';

/** A person by one of their names, or the receiver of a message. */
export interface Account {
  /** The organization in which the name holds; undefined: in none, as at discovery or for a mailbox. */
  readonly organization?: string | undefined;
  readonly kind: NameKind;
  readonly name: string;
}

/** A member, with both names under which sign-in attempts are counted. */
export interface CountedMember {
  readonly organizationId: string;
  readonly memberId: string;
  readonly emailAddress: string;
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const organizationId = new RegExp(`^organization-(?:test|live)-${UUID}$`, 'i');
const memberId = new RegExp(`^member-(?:test|live)-${UUID}$`, 'i');

/** Whether a name has the form that Stytch gives to ids of organizations. A slug may have it too. */
export const isOrganizationId = (name: string): boolean => organizationId.test(name);

/** Whether a name has the form that Stytch gives to ids of members, so that it is no external id. */
export const isMemberId = (name: string): boolean => memberId.test(name);

/** The counter key of an account. No two accounts have one key, since JSON keeps the parts apart. */
export const accountKey = ({ organization, kind, name }: Account): string =>
  JSON.stringify([organization === undefined ? null : normalName(organization), kind, normalName(name)]);

/** A member under each of their names. */
export const accountsOf = ({ organizationId, memberId, emailAddress }: CountedMember) => ({
  address: { organization: organizationId, kind: 'address', name: emailAddress } as const satisfies Account,
  id: { organization: organizationId, kind: 'id', name: memberId } as const satisfies Account,
});
