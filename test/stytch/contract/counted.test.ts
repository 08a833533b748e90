/**
 * How each operation of a consumer project counts at sign-in, compared with a table that was derived from the
 * specification and not from the code: an operation that mails, texts or creates a user is a message, one that verifies
 * a proof is an attempt.
 */
import { describe, expect, it } from 'vitest';
import { signInAttemptReader } from '../../../src/sign-in/sign-in-attempt.ts';
import { type OperationSpec, operations } from '../../../src/stytch/contract/operations.ts';
import { traitsOf } from '../../../src/stytch/contract/traits.ts';
import type { OperationKey } from '../../../src/stytch/contract/types.ts';
import { consumer } from '../../../src/vertical/consumer.ts';
import { isServedBy } from '../../contract.ts';

/** How the operation counts, and the input of the graph by which; empty: by the credential itself. */
const counted: Readonly<Record<string, readonly [as: 'message' | 'attempt', by: string]>> = {
  api_session_v1_Authenticate: ['attempt', ''],
  api_session_v1_ExchangeAccessToken: ['attempt', ''],
  api_session_v1_Attest: ['attempt', ''],
  api_crypto_wallet_v1_AuthenticateStart: ['message', 'cryptoWalletAddress'],
  api_crypto_wallet_v1_Authenticate: ['attempt', 'cryptoWalletAddress'],
  api_impersonation_v1_Authenticate: ['attempt', ''],
  api_magic_v1_Authenticate: ['attempt', ''],
  api_magic_v1_magic_links_email_Send: ['message', 'emailAddress'],
  api_magic_v1_magic_links_email_LoginOrCreate: ['message', 'emailAddress'],
  api_magic_v1_magic_links_email_Invite: ['message', 'emailAddress'],
  api_password_v1_Create: ['message', 'emailAddress'],
  api_password_v1_Authenticate: ['attempt', 'emailAddress'],
  api_password_v1_passwords_email_ResetStart: ['message', 'emailAddress'],
  api_password_v1_passwords_email_Reset: ['attempt', ''],
  api_password_v1_passwords_existing_password_Reset: ['attempt', 'emailAddress'],
  api_password_v1_passwords_session_Reset: ['attempt', ''],
  api_oauth_v1_Authenticate: ['attempt', ''],
  api_otp_v1_Authenticate: ['attempt', 'methodId'],
  api_otp_v1_otp_sms_Send: ['message', 'phoneNumber'],
  api_otp_v1_otp_sms_LoginOrCreate: ['message', 'phoneNumber'],
  api_otp_v1_otp_whatsapp_Send: ['message', 'phoneNumber'],
  api_otp_v1_otp_whatsapp_LoginOrCreate: ['message', 'phoneNumber'],
  api_otp_v1_otp_email_Send: ['message', 'emailAddress'],
  api_otp_v1_otp_email_LoginOrCreate: ['message', 'emailAddress'],
  api_totp_v1_Authenticate: ['attempt', 'userId'],
  api_totp_v1_Recover: ['attempt', 'userId'],
  api_webauthn_v1_Authenticate: ['attempt', ''],
};

const VALUES: Readonly<Record<string, string>> = {
  userId: 'user-test-11111111-1111-4111-8111-111111111111',
  emailAddress: 'ada@lovelace.example',
  phoneNumber: '+14155550100',
  methodId: 'email-test-11111111-1111-4111-8111-111111111111',
  cryptoWalletAddress: '0x9858EfFD232B4033E47d90003D41EC34EcaEda94',
};

/** How the gateway counts a request that has every input that can be counted by. */
function countedBy(key: OperationKey): readonly [string, string] | undefined {
  const access = { resource: 'stytch.user', action: 'sign-in', signedIn: 'none', proof: { token: 'token' } } as const;
  const attempt = signInAttemptReader(access, [key], consumer)?.({ ...VALUES, token: 'a-token' }, { kind: 'visitor' });
  if (!attempt) return undefined;
  const names = attempt.accounts.map(({ name }) => Object.keys(VALUES).find((input) => VALUES[input] === name));
  expect(attempt.credential, key).toBe(names.length === 0 && attempt.kind === 'guess' ? 'a-token' : undefined);
  return [attempt.kind === 'message' ? 'message' : 'attempt', names.join()];
}

const keys = (Object.entries(operations) as [OperationKey, OperationSpec][]).filter(([key]) =>
  isServedBy('consumer', { path: key.slice(key.indexOf(' ') + 1) }),
);

describe('operations of consumer projects', () => {
  it.each(keys)('%s is counted as it is meant to be', (key, { id }) => {
    expect(countedBy(key)).toEqual(counted[id]);
  });

  it('are 12 messages and 15 attempts, and what sends is a message', () => {
    const rows = keys.map(([key]) => traitsOf(key));
    expect(rows.filter(({ counts }) => counts?.as === 'message')).toHaveLength(12);
    expect(rows.filter(({ counts }) => counts?.as === 'attempt')).toHaveLength(15);
    expect(rows.filter(({ sends, counts }) => sends && counts?.as !== 'message')).toEqual([]);
  });
});
