/** Sign-in of users, as those see it who count attempts. */
import type { Account } from '../../sign-in/account.ts';
import { isRecord } from '../../stytch/client/response-faults.ts';
import { normalName } from '../../stytch/contract/normal-name.ts';
import { invalidInput } from '../../stytch/error.ts';
import type { SignInFacts, UserCaller } from '../vertical.ts';
import { isUserId } from './id.ts';

/** The verified addresses of the user whom a response shows. */
function provenAccounts(response: unknown): Account[] {
  const user = isRecord(response) ? response['user'] : undefined;
  const emails: unknown = isRecord(user) ? user['emails'] : undefined;
  if (!Array.isArray(emails)) return [];
  return emails.flatMap((email: unknown): Account[] => {
    if (!isRecord(email) || email['verified'] !== true || typeof email['email'] !== 'string') return [];
    return [{ kind: 'address', name: email['email'] }];
  });
}

export const signIn: SignInFacts = {
  resource: 'stytch.user',
  names: {
    user_id: 'id',
    email: 'address',
    email_address: 'address',
    phone_number: 'phone',
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
