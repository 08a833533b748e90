import { type ConsumerGateway, seededUser } from '../gateway.ts';
import type { OperationExample } from './index.ts';
import { callSandbox, latestSecret } from './magic-link.ts';
import { mutationOf } from './mutation.ts';

const ADA = { emailAddress: 'ada@lovelace.example', phoneNumber: '+14155550101' };

/** Texts a passcode to a seeded user without the gateway, and returns the input that authenticates it. */
export const passcodeFor = async (g: ConsumerGateway, first = 'Ada') => {
  const [phone] = seededUser(g, first).phone_numbers;
  if (!phone) throw new Error(`${first} has no number`);
  await callSandbox(g, '/v1/otps/sms/send', { phone_number: phone.phone_number });
  return { methodId: phone.phone_id, code: latestSecret(g, phone.phone_number) };
};

const send = (by: 'sms' | 'whatsapp' | 'email'): OperationExample => ({
  id: `api_otp_v1_otp_${by}_Send`,
  document: mutationOf(
    `sendUser${by[0]?.toUpperCase()}${by.slice(1)}Passcode`,
    by === 'email' ? 'emailId user { userId }' : 'phoneId user { userId }',
  ),
  variables: () => ({ input: by === 'email' ? { emailAddress: ADA.emailAddress } : { phoneNumber: ADA.phoneNumber } }),
});

const loginOrCreate = (by: 'sms' | 'whatsapp' | 'email'): OperationExample => ({
  id: `api_otp_v1_otp_${by}_LoginOrCreate`,
  document: mutationOf(
    `loginOrCreateUserBy${by[0]?.toUpperCase()}${by.slice(1)}Passcode`,
    `${by === 'email' ? 'emailId' : 'phoneId'} userCreated user { status }`,
  ),
  variables: () => ({
    input: by === 'email' ? { emailAddress: 'new@example.com' } : { phoneNumber: '+14155550199' },
  }),
});

export const operations: readonly OperationExample[] = [
  send('sms'),
  send('whatsapp'),
  send('email'),
  loginOrCreate('sms'),
  loginOrCreate('whatsapp'),
  loginOrCreate('email'),
  {
    id: 'api_otp_v1_Authenticate',
    document: mutationOf(
      'authenticateUserPasscode',
      'methodId resetSessions user { status } outcome { __typename ... on UserSignedIn { sessionToken session { sessionId } } }',
    ),
    variables: async (g) => ({ input: await passcodeFor(g) }),
    as: null,
  },
];
