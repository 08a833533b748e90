/** Reads sign-in responses for counting attempts. */
import type { Account } from '../../sign-in/account.ts';
import { isRecord } from '../../stytch/contract/record.ts';

type Fields = Readonly<Record<string, unknown>>;

const record = (value: unknown): Fields => (isRecord(value) ? value : {});
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/**
 * The accounts whose email address a response proves to belong to the person: the address of the signed-in member or,
 * in discovery, the address in each discovered organization.
 */
export function provenAccounts(response: unknown): Account[] {
  const { member, email_address, discovered_organizations } = record(response);
  const { organization_id, email_address: memberAddress } = record(member);
  const name = text(memberAddress) ?? text(email_address);
  if (name === undefined) return [];
  const discovered = Array.isArray(discovered_organizations) ? discovered_organizations : [];
  const organizations = [
    organization_id,
    ...discovered.map((entry) => record(record(entry)['organization'])['organization_id']),
  ];
  const inOrganizations = organizations
    .map(text)
    .filter((organization) => organization !== undefined)
    .map((organization): Account => ({ tenant: organization, kind: 'address', name }));
  return [{ kind: 'address', name }, ...inOrganizations];
}

/** The member to whom Stytch texted a passcode during a sign-in; undefined if it texted none. */
export function textedAccount(response: unknown): Account | undefined {
  const { mfa_required, member_id, organization_id } = record(response);
  const name = text(member_id);
  if (record(mfa_required)['secondary_auth_initiated'] !== 'sms_otp' || name === undefined) return undefined;
  return { tenant: text(organization_id), kind: 'id', name };
}
