/** Facts of user sign-in, for counting attempts. */
import type { Account } from '../../sign-in/account.ts';
import { normalName } from '../../stytch/contract/normal-name.ts';
import { isRecord } from '../../stytch/contract/record.ts';
import { invalidInput } from '../../stytch/error.ts';
import type { SignInFacts, UserCaller } from '../vertical.ts';
import { isUserId } from './id.ts';

/** The verified email addresses of the user in a response, by address and by email id. */
function provenAccounts(response: unknown): Account[] {
  const user = isRecord(response) ? response['user'] : undefined;
  const emails: unknown = isRecord(user) ? user['emails'] : undefined;
  if (!Array.isArray(emails)) return [];
  return emails.flatMap((email: unknown): Account[] => {
    if (!isRecord(email) || email['verified'] !== true || typeof email['email'] !== 'string') return [];
    const address: Account = { kind: 'address', name: email['email'] };
    return typeof email['email_id'] === 'string' ? [address, { kind: 'method', name: email['email_id'] }] : [address];
  });
}

export const signIn: SignInFacts = {
  resource: 'stytch.user',
  names: {
    user_id: 'id',
    email: 'address',
    email_address: 'address',
    phone_number: 'phone',
    method_id: 'method',
    crypto_wallet_address: 'publicKey',
  },
  inputs: { email: 'emailAddress' },
  // The total covers everything that a stranger can attempt: passwords by address, and passcodes by mail and by phone.
  // Authenticator app codes are counted by id and require a session, so only the user can use up that limit.
  hourlyLimits(total) {
    // Wallets have a separate limit of the same size: the gateway does not know which user owns a wallet.
    const method = Math.max(1, Math.floor((total * 2) / 9));
    const address = Math.max(1, total - 2 * method);
    return { address, id: address, phone: address, method, publicKey: address };
  },
  tenant: undefined,
  checkPersonId(id) {
    if (isUserId(id)) return;
    throw invalidInput('`userId` must be a Stytch id here, `user-...`. Only servers may give an external id.');
  },
  senderOf: ({ userId }: UserCaller) => userId,
  provenAccounts,
  textedAccount: () => undefined,
  sessionRefusals: new Set(['session_not_found']),
  sendsNothing: new Set(),
  createTenantIds: () => ({ find: async (name) => normalName(name) }),
};
