import { Secret, TOTP } from 'otpauth';
import { secretsOf } from '../../../src/sandbox/consumer/store.ts';
import { type ConsumerGateway, seededUser } from '../gateway.ts';
import type { OperationExample } from './index.ts';
import { mutationOf } from './mutation.ts';

/** The authenticator app of a seeded user, from the sandbox's store. */
export const appOf = (g: ConsumerGateway, first: string) => {
  const { user_id } = seededUser(g, first);
  const [app] = Object.entries(secretsOf(g.sandbox.store, user_id).totps);
  if (!app) throw new Error(`${first} has no authenticator app`);
  return { totp_id: app[0], ...app[1] };
};

/** The current code of an authenticator app. */
export const shownBy = ({ sandbox }: ConsumerGateway, secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: sandbox.store.now().getTime() });

const OUTCOME =
  'totpId user { status } outcome { __typename ... on UserSignedIn { sessionToken session { authenticationFactors { __typename } } } }';

export const operations: readonly OperationExample[] = [
  {
    id: 'api_totp_v1_Create',
    document: mutationOf('createUserTotp', 'totpId secret qrCode recoveryCodes user { totps { totpId verified } }'),
    variables: () => ({ input: { expirationMinutes: 10 } }),
    as: 'user',
  },
  {
    id: 'api_totp_v1_Authenticate',
    document: mutationOf('authenticateUserTotp', OUTCOME),
    variables: (g) => ({ input: { totpCode: shownBy(g, appOf(g, 'Ada').secret) } }),
    as: 'adaByToken',
  },
  {
    id: 'api_totp_v1_RecoveryCodes',
    document: '{ viewer { user { totpRecoveryCodes { id totpId verified recoveryCodes } } } }',
    as: 'ada',
  },
  {
    id: 'api_totp_v1_Recover',
    document: mutationOf('recoverUser', OUTCOME),
    variables: (g) => ({ input: { recoveryCode: appOf(g, 'Ada').recovery_codes[0] } }),
    as: 'ada',
  },
];
