/**
 * Identifiers under which sign-in attempts of a person are counted. They are normalized only for the counters: Stytch
 * receives the caller's text.
 */
import { normalName } from '../stytch/contract/normal-name.ts';

/**
 * Kind of identifier. A person has several; the hourly limits of all kinds add up to fewer attempts than lock an
 * account at Stytch.
 *
 * - `address`: an email address
 * - `id`: Stytch's id of the person
 * - `phone`: a phone number
 * - `method`: Stytch's id of an email address or phone number
 * - `publicKey`: the address of a key pair
 */
export type NameKind = 'address' | 'id' | 'phone' | 'method' | 'publicKey';

/** A person by one of their identifiers, or the receiver of a message. */
export interface Account {
  /** Tenant of the identifier; undefined if it belongs to none, as at sign-in without a tenant or for a mailbox. */
  readonly tenant?: string | undefined;
  readonly kind: NameKind;
  readonly name: string;
}

/** A person with an email address, by the identifiers under which attempts are counted. */
export interface CountedPerson {
  /** Tenant of both identifiers; undefined in a project without tenants. */
  readonly tenant: string | undefined;
  readonly id: string;
  readonly emailAddress: string;
}

/** Counter key of an account. Keys are unique, since JSON separates the parts. */
export const accountKey = ({ tenant, kind, name }: Account): string =>
  JSON.stringify([tenant === undefined ? null : normalName(tenant), kind, normalName(name)]);

/** The accounts of a person, one per identifier. */
export const accountsOf = ({ tenant, id, emailAddress }: CountedPerson) => ({
  address: { tenant, kind: 'address', name: emailAddress } as const satisfies Account,
  id: { tenant, kind: 'id', name: id } as const satisfies Account,
});
