/** Passwords of members in a sandbox, and the operations on them. */
import { startSession } from '../../src/sandbox/b2b/live-session.ts';
import type { Member } from '../../src/sandbox/b2b/store.ts';
import { type Harness, storedMember } from './harness.ts';

export const bakery = 'fernhill-bakery';
export const bank = 'northgate-bank';
export const check = 'api_b2b_password_v1_StrengthCheck';
export const migrate = 'api_b2b_password_v1_Migrate';
export const authenticate = 'api_b2b_password_v1_Authenticate';
export const resetStart = 'api_b2b_password_v1_b2b_passwords_email_ResetStart';
export const reset = 'api_b2b_password_v1_b2b_passwords_email_Reset';
export const requireReset = 'api_b2b_password_v1_b2b_passwords_email_RequireReset';
export const sessionReset = 'api_b2b_password_v1_b2b_passwords_session_Reset';
export const existingReset = 'api_b2b_password_v1_b2b_passwords_existing_password_Reset';
export const discoveryAuthenticate = 'api_b2b_password_v1_b2b_passwords_discovery_Authenticate';
export const discoveryStart = 'api_b2b_password_v1_b2b_passwords_discovery_email_ResetStart';
export const discoveryReset = 'api_b2b_password_v1_b2b_passwords_discovery_email_Reset';

/** The seeded password of Benedikt. */
export const rye = 'rye needs a longer proof';
export const strong = 'eleven wet umbrellas in the hall';
export const at = (member: Member, password = strong) => ({
  organization_id: member.organization_id,
  email_address: member.email_address,
  password,
});
export const wrong: [number, string] = [401, 'unauthorized_credentials'];
export const locked: [number, string] = [429, 'user_lock_limit_reached'];
export const badToken: [number, string] = [401, 'unable_to_auth_password_reset_token'];

/** The members whose passwords the tests use. Hiro has none. */
export const membersOf = ({ store }: Harness) => ({
  ada: storedMember(store, bakery, 'ada@fernhill.example'),
  benedikt: storedMember(store, bakery, 'benedikt@fernhill.example'),
  hiro: storedMember(store, bakery, 'hiro@fernhill.example'),
});

/** Requests a reset by email and reads the token from the message. */
export const mailedToken = async (stytch: Harness, member: Member, more: object = {}) => {
  const { organization_id, email_address } = member;
  await stytch.ok(resetStart, { organization_id, email_address, ...more });
  const [message] = stytch.store.outbox;
  return message?.secret ?? '';
};
/** Starts a session with a password factor authenticated now. */
export const signedIn = (stytch: Harness, member: Member) =>
  startSession(stytch.store, member, {
    factors: [
      { type: 'password', delivery_method: 'knowledge', last_authenticated_at: stytch.store.now().toISOString() },
    ],
  });
