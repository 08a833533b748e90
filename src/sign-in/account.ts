/** The names under which people are counted at sign-in. A name is only counted here; Stytch is sent what the caller wrote. */
import { normalName } from '../stytch/contract/normal-name.ts';

/**
 * What kind of name it is. A person has several, whose hourly limits add up to fewer attempts than lock an account at Stytch.
 *
 * - `address`: an email address
 * - `phone`: a phone number
 * - `method`: the id that Stytch gives to an address or a number
 * - `publicKey`: an address that stands for a key pair
 */
export type NameKind = 'address' | 'id' | 'phone' | 'method' | 'publicKey';

/** A person by one of their names, or the receiver of a message. */
export interface Account {
  /** The tenant in which the name holds; undefined: in none, as at sign-in without a tenant or for a mailbox. */
  readonly tenant?: string | undefined;
  readonly kind: NameKind;
  readonly name: string;
}

/** A person with an address, under whose names sign-in attempts are counted. */
export interface CountedPerson {
  /** The tenant in which both names hold; undefined without tenants. */
  readonly tenant: string | undefined;
  readonly id: string;
  readonly emailAddress: string;
}

/** The counter key of an account. No two accounts have one key, since JSON keeps the parts apart. */
export const accountKey = ({ tenant, kind, name }: Account): string =>
  JSON.stringify([tenant === undefined ? null : normalName(tenant), kind, normalName(name)]);

/** Such a person under each of their names. */
export const accountsOf = ({ tenant, id, emailAddress }: CountedPerson) => ({
  address: { tenant, kind: 'address', name: emailAddress } as const satisfies Account,
  id: { tenant, kind: 'id', name: id } as const satisfies Account,
});
