import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { checkEmail, mergeMetadata } from '../shared/checks.ts';
import { passwordFactor } from '../shared/kept-password.ts';
import { checkExtension } from '../shared/live-session.ts';
import { checkUnlocked } from '../shared/lock.ts';
import { readHash } from '../shared/password-hash.ts';
import { checkPassword, ratePassword } from '../shared/password-strength.ts';
import { testEmail } from '../shared/test-value.ts';
import { type AuthenticationFactor, inMinutes } from '../store.ts';
import { userByEmail } from './find.ts';
import { findLiveSession, renewSession, revokeSessionsOf } from './live-session.ts';
import { setPassword, userByPassword } from './password-store.ts';
import { checkSessionOptions, joinedSession, signInResult, signInWith } from './sign-in.ts';
import { type ConsumerStore, secretsOf, type User } from './store.ts';
import {
  blankUser,
  checkedRoles,
  checkNewEmail,
  checkNewExternalId,
  checkNewPhone,
  newEmail,
  newPhone,
  showUser,
} from './user.ts';

/** Stytch's test user, if this is the test address: any password is accepted. */
const testUser = (store: ConsumerStore, email: string): User | undefined =>
  email.toLowerCase() === testEmail ? userByEmail(store, testEmail) : undefined;

const emailIdOf = ({ emails }: User, address: string): string =>
  emails.find(({ email }) => email.toLowerCase() === address.toLowerCase())?.email_id ?? '';

/** Whether a factor proves as much as the replaced password: a password, or access to the mailbox. */
const provesMailboxOrPassword = ({ type, delivery_method }: AuthenticationFactor) =>
  type === 'password' || (delivery_method === 'email' && (type === 'magic_link' || type === 'email_otp'));

export const password = {
  api_password_v1_Create: {
    answer: async ({ store, body }) => {
      const { email, password, name } = body;
      const known = testUser(store, email);
      if (known) {
        return { ...(await signInWith(store, known, passwordFactor, body)).answer, email_id: emailIdOf(known, email) };
      }
      checkNewEmail(store, email);
      checkPassword(store, password, email);
      checkSessionOptions(body);
      const blank = blankUser(store);
      const created = setPassword(
        store,
        {
          ...blank,
          name: { ...blank.name, ...name },
          emails: [newEmail(email)],
          trusted_metadata: mergeMetadata({}, body.trusted_metadata),
          untrusted_metadata: mergeMetadata({}, body.untrusted_metadata),
        },
        password,
      );
      const { answer } = await signInWith(store, created, passwordFactor, body);
      return { ...answer, email_id: emailIdOf(created, email) };
    },
  },

  api_password_v1_Authenticate: {
    answer: async ({ store, body }) => {
      checkEmail(body.email);
      const user = testUser(store, body.email) ?? (await userByPassword(store, body.email, body.password));
      return (await signInWith(store, user, passwordFactor, body)).answer;
    },
  },

  api_password_v1_StrengthCheck: {
    answer: ({ store, body }) => {
      checkEmail(body.email);
      const { zxcvbn_feedback, luds_feedback, ...judged } = ratePassword(store, body.password, body.email);
      const feedback =
        judged.strength_policy === 'zxcvbn'
          ? zxcvbn_feedback
          : { warning: '', suggestions: [], luds_requirements: luds_feedback };
      return { ...judged, feedback };
    },
  },

  api_password_v1_Migrate: {
    answer: ({ store, body }) => {
      const { email, name, phone_number, external_id, roles, set_email_verified, set_phone_number_verified } = body;
      checkEmail(email);
      const hash = readHash(body);
      const found = userByEmail(store, email);
      if (found && secretsOf(store, found.user_id).password !== undefined) {
        fail(400, 'password_already_exists', 'The user has a password.');
      }
      const hasPhone = found?.phone_numbers.some((phone) => phone.phone_number === phone_number) ?? false;
      if (!hasPhone) checkNewPhone(store, phone_number);
      if (!found) checkNewExternalId(store, external_id || undefined);
      const before = found ?? { ...blankUser(store), emails: [newEmail(email)] };
      const emailId = emailIdOf(before, email);
      const phones =
        phone_number && !hasPhone ? [...before.phone_numbers, newPhone(phone_number)] : before.phone_numbers;
      const user = setPassword(
        store,
        {
          ...before,
          name: { ...before.name, ...name },
          emails: before.emails.map((one) =>
            one.email_id === emailId && set_email_verified ? { ...one, verified: true } : one,
          ),
          phone_numbers: phones.map((one) =>
            one.phone_number === phone_number && set_phone_number_verified ? { ...one, verified: true } : one,
          ),
          ...(roles ? { roles: checkedRoles(store, roles) } : {}),
          ...(external_id && !found ? { external_id } : {}),
          trusted_metadata: mergeMetadata(before.trusted_metadata, body.trusted_metadata),
          untrusted_metadata: mergeMetadata(before.untrusted_metadata, body.untrusted_metadata),
        },
        hash,
      );
      return { ...showUser(user), email_id: emailId, user_created: found === undefined };
    },
  },

  api_password_v1_passwords_existing_password_Reset: {
    answer: async ({ store, body }) => {
      const { email, existing_password, new_password } = body;
      checkEmail(email);
      const owner = userByEmail(store, email);
      const joined = owner && (await joinedSession(store, owner, body));
      const user = await userByPassword(store, email, existing_password);
      checkPassword(store, new_password, email);
      checkSessionOptions(body);
      const changed = setPassword(store, user, new_password);
      revokeSessionsOf(store, user.user_id, joined?.session.session_id);
      return (await signInWith(store, changed, passwordFactor, body)).answer;
    },
  },

  api_password_v1_passwords_session_Reset: {
    answer: async ({ store, body }) => {
      const { session_duration_minutes: minutes, session_custom_claims: claims } = body;
      const { record, user } = await findLiveSession(store, body);
      checkUnlocked(user);
      const since = inMinutes(store, -5);
      const { authentication_factors, session_id } = record.session;
      const fresh = authentication_factors.filter(({ last_authenticated_at = '' }) => last_authenticated_at >= since);
      if (!fresh.some(provesMailboxOrPassword)) {
        const type = 'session_too_old_to_reset_password';
        fail(400, type, 'The session rests on no password or mail of the last five minutes.');
      }
      checkExtension(record.session, minutes);
      checkPassword(store, body.password, user.emails[0]?.email ?? '');
      checkSessionOptions(body);
      const changed = setPassword(store, user, body.password);
      revokeSessionsOf(store, user.user_id, session_id);
      store.failures.delete(user.user_id);
      return signInResult(store, changed, renewSession(store, record, { factor: passwordFactor, minutes, claims }));
    },
  },
} satisfies DomainHandlers<ConsumerStore>;
