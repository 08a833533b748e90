import type { ConsumerGateway } from '../gateway.ts';
import type { OperationExample } from './index.ts';
import { callSandbox, latestSecret } from './magic-link.ts';
import { mutationOf } from './mutation.ts';

/** The password of a seeded user, Ada. */
export const ADA = { emailAddress: 'ada@lovelace.example', password: 'analytical engines weave by night' };
export const STRONG_PASSWORD = 'eleven wet umbrellas in the hall';

/** Mails a password reset link without the gateway, and returns its token. */
export const resetFor = async (g: ConsumerGateway, email: string): Promise<string> => {
  await callSandbox(g, '/v1/passwords/email/reset/start', { email });
  return latestSecret(g, email);
};

/** The token of a session that Ada's password has just started. */
export const byPassword = async (g: ConsumerGateway): Promise<string> => {
  const answer = await callSandbox(g, '/v1/passwords/authenticate', {
    email: ADA.emailAddress,
    password: ADA.password,
    session_duration_minutes: 60,
  });
  return String((answer as { session_token: string }).session_token);
};

const OUTCOME = 'user { status } outcome { __typename ... on UserSignedIn { sessionToken session { sessionId } } }';

export const operations: readonly OperationExample[] = [
  {
    id: 'api_password_v1_Create',
    document: mutationOf('createUserWithPassword', `emailId ${OUTCOME}`),
    variables: () => ({
      input: { emailAddress: 'new@example.com', password: STRONG_PASSWORD, name: { firstName: 'New' } },
    }),
    as: null,
  },
  {
    id: 'api_password_v1_Authenticate',
    document: mutationOf('authenticateUserPassword', OUTCOME),
    variables: () => ({ input: ADA }),
    as: null,
  },
  {
    id: 'api_password_v1_StrengthCheck',
    document: mutationOf(
      'checkPasswordStrength',
      'validPassword score breachedPassword strengthPolicy breachDetectionOnCreate feedback { warning suggestions ludsRequirements { hasDigit } }',
    ),
    variables: () => ({ input: { password: 'dragon' } }),
    as: null,
  },
  {
    id: 'api_password_v1_Migrate',
    document: mutationOf('migrateUserPassword', 'emailId userCreated user { password { requiresReset } }'),
    variables: () => ({
      input: {
        emailAddress: 'migrated@example.com',
        hashType: 'MD5',
        hash: 'f96b697d7cb7938d525a2f31aaf161d0',
        setEmailVerified: true,
      },
    }),
  },
  {
    id: 'api_password_v1_passwords_email_ResetStart',
    document: mutationOf('startUserPasswordReset', 'emailId'),
    variables: () => ({ input: { emailAddress: ADA.emailAddress } }),
    as: null,
  },
  {
    id: 'api_password_v1_passwords_email_Reset',
    document: mutationOf('resetUserPassword', OUTCOME),
    variables: async (g) => ({ input: { token: await resetFor(g, ADA.emailAddress), password: STRONG_PASSWORD } }),
    as: null,
  },
  {
    id: 'api_password_v1_passwords_existing_password_Reset',
    document: mutationOf('resetUserPasswordByExistingPassword', OUTCOME),
    variables: () => ({
      input: { emailAddress: ADA.emailAddress, existingPassword: ADA.password, newPassword: STRONG_PASSWORD },
    }),
    as: null,
  },
  {
    id: 'api_password_v1_passwords_session_Reset',
    document: mutationOf('resetUserPasswordBySession', OUTCOME),
    variables: async (g) => ({ input: { password: STRONG_PASSWORD, session: { sessionToken: await byPassword(g) } } }),
    as: null,
  },
];
