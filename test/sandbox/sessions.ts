/** Sessions of members in a sandbox, and the operations on them. */
import { startSession } from '../../src/sandbox/b2b/live-session.ts';
import { session } from '../../src/sandbox/b2b/session.ts';
import type { Member, Store } from '../../src/sandbox/b2b/store.ts';
import type { AuthenticationFactor } from '../../src/sandbox/store.ts';
import { type Harness, storedMember } from './harness.ts';

export const bakery = 'fernhill-bakery';
export const bank = 'northgate-bank';
export const get = 'api_b2b_session_v1_Get';
export const authenticate = 'api_b2b_session_v1_Authenticate';
export const revoke = 'api_b2b_session_v1_Revoke';
export const exchange = 'api_b2b_session_v1_Exchange';
export const exchangeAccessToken = 'api_b2b_session_v1_ExchangeAccessToken';
export const attest = 'api_b2b_session_v1_Attest';
export const migrate = 'api_b2b_session_v1_Migrate';

const {
  api_b2b_session_v1_Exchange,
  api_b2b_session_v1_ExchangeAccessToken,
  api_b2b_session_v1_Attest,
  api_b2b_session_v1_Migrate,
  ...others
} = session;
/** From a session in another organization: `session-exchange.test.ts`. */
export const exchangeOperations = { api_b2b_session_v1_Exchange };
/** From tokens of other issuers: `foreign-token.test.ts`. */
export const foreignTokenOperations = {
  api_b2b_session_v1_ExchangeAccessToken,
  api_b2b_session_v1_Attest,
  api_b2b_session_v1_Migrate,
};
/** All other operations of the domain: `session.test.ts`. */
export const sessionOperations = others;

/** The members whose sessions the tests use. */
export const membersOf = ({ store }: Harness) => ({
  ada: storedMember(store, bakery, 'ada@fernhill.example'),
  adaAtBank: storedMember(store, bank, 'ada@fernhill.example'),
  benedikt: storedMember(store, bakery, 'benedikt@fernhill.example'),
  esperanza: storedMember(store, bakery, 'esperanza@fernhill.example'),
});

export const byEmail = ({ email_address }: Member): AuthenticationFactor => ({
  type: 'magic_link',
  delivery_method: 'email',
  email_factor: { email_id: 'email-test-1', email_address },
});
export const password: AuthenticationFactor = { type: 'password', delivery_method: 'knowledge' };
/** Starts a session with the factors, by default a magic link to the address of the member. */
export const signedIn = (store: Store, member: Member, ...factors: AuthenticationFactor[]) =>
  startSession(store, member, { factors: factors.length > 0 ? factors : [byEmail(member)] });
/** Whole minutes from the sandbox's current time to a timestamp. */
export const minutesLeft = ({ store }: Harness, moment = '') =>
  Math.round((Date.parse(moment) - store.now().getTime()) / 60_000);
