import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import {
  acceptStep,
  checkRecoveryCode,
  enrolmentEnd,
  failWithoutApp,
  newAppSecret,
  newRecoveryCodes,
  qrCode,
} from '../shared/authenticator-app.ts';
import { checkUnlocked } from '../shared/lock.ts';
import { testCode, testRecoveryCode, testUserId } from '../shared/test-value.ts';
import { newId } from '../shared/tokens.ts';
import { isPast } from '../store.ts';
import { findUser } from './find.ts';
import { countFailure } from './lock.ts';
import { signInWith } from './sign-in.ts';
import { type ConsumerStore, secretsOf, type User, type UserApp } from './store.ts';
import { saveUser, showUser } from './user.ts';

/** Default lifetime of a registration: one day. */
const ENROLMENT_MINUTES = 1440;

type App = UserApp & User['totps'][number];

/** Authenticator apps of a user: verified, pending or expired ones. */
const appsOf = (store: ConsumerStore, { user_id, totps }: User): App[] => {
  const secrets = secretsOf(store, user_id).totps;
  return totps.flatMap((totp) => {
    const secret = secrets[totp.totp_id];
    return secret ? [{ ...totp, ...secret }] : [];
  });
};

const keepSecret = (store: ConsumerStore, { user_id }: User, { totp_id, verified: _, ...secret }: App) => {
  const { totps, ...secrets } = secretsOf(store, user_id);
  store.userSecrets.set(user_id, { ...secrets, totps: { ...totps, [totp_id]: secret } });
};

const isOver = (store: ConsumerStore, { verified, expires_at }: App) => !verified && isPast(store, expires_at);

const withApp = (user: User, { totp_id, verified }: App): User => ({
  ...user,
  totps: [...user.totps.filter((totp) => totp.totp_id !== totp_id), { totp_id, verified }],
});

/** A user without expired registrations. */
const withoutPast = (store: ConsumerStore, user: User): User => {
  const past = new Set(appsOf(store, user).flatMap((app) => (isOver(store, app) ? [app.totp_id] : [])));
  const { totps, ...secrets } = secretsOf(store, user.user_id);
  const left = Object.entries(totps).filter(([id]) => !past.has(id));
  store.userSecrets.set(user.user_id, { ...secrets, totps: Object.fromEntries(left) });
  return { ...user, totps: user.totps.filter(({ totp_id }) => !past.has(totp_id)) };
};

/** Response of a registration: the only one with the secret. */
const showEnrolment = (store: ConsumerStore, user: User, { totp_id, secret, recovery_codes }: App) => {
  const label = user.emails[0]?.email ?? user.phone_numbers[0]?.phone_number ?? user.user_id;
  const qr_code = qrCode(secret, { issuer: store.projectName, label });
  return { ...showUser(user), totp_id, secret, qr_code, recovery_codes };
};

/**
 * Signs in with a code or recovery code that can be used only once. Concurrent requests cannot use it; if the sign-in
 * is refused, it can be used again.
 */
const signInByApp = async (
  store: ConsumerStore,
  user: User,
  { before, after }: { before: App; after: App },
  factor: Parameters<typeof signInWith>[2],
  sent: Parameters<typeof signInWith>[3],
) => {
  keepSecret(store, user, after);
  try {
    const { answer } = await signInWith(store, withApp(user, after), factor, sent);
    return { ...answer, totp_id: after.totp_id };
  } catch (error) {
    keepSecret(store, user, before);
    throw error;
  }
};

export const totp = {
  api_totp_v1_Create: {
    answer: ({ store, body }) => {
      const user = findUser(store, body.user_id);
      const expires_at = enrolmentEnd(store, body.expiration_minutes ?? ENROLMENT_MINUTES);
      if (user.status !== 'active') {
        const type = 'action_available_only_for_active_members';
        fail(400, type, 'Only an active user can have an authenticator app.');
      }
      const apps = appsOf(store, user);
      const active = apps.find(({ verified }) => verified);
      if (active && user.user_id === testUserId) return showEnrolment(store, user, active);
      if (active) fail(400, 'active_totp_exists', 'The user has an authenticator app already.');
      if (apps.some((app) => !isOver(store, app))) {
        fail(400, 'pending_totp_exists', 'An authenticator app of the user waits for its first code.');
      }
      const app: App = {
        totp_id: newId('totp'),
        verified: false,
        secret: newAppSecret(),
        recovery_codes: newRecoveryCodes(),
        expires_at,
      };
      const saved = saveUser(store, withApp(withoutPast(store, user), app));
      keepSecret(store, saved, app);
      return showEnrolment(store, saved, app);
    },
  },

  // The first correct code verifies the app. Stytch requires no session here: the caller must check it.
  api_totp_v1_Authenticate: {
    answer: ({ store, body }) => {
      const user = findUser(store, body.user_id);
      checkUnlocked(user);
      const [app = fail(404, 'totp_not_found', 'The user has no authenticator app.')] = appsOf(store, user);
      if (isOver(store, app)) fail(401, 'expired_totp', 'The enrolment ran out; begin another one.');
      const { expires_at: _, ...kept } = app;
      const isTest = user.user_id === testUserId && body.totp_code === testCode;
      const step = isTest ? {} : { last_step: acceptStep(store, app, body.totp_code, () => countFailure(store, user)) };
      const after = { ...kept, ...step, verified: true };
      const factor = {
        type: 'totp',
        delivery_method: 'authenticator_app',
        authenticator_app_factor: { totp_id: app.totp_id },
      } as const;
      return signInByApp(store, user, { before: app, after }, factor, body);
    },
  },

  api_totp_v1_RecoveryCodes: {
    answer: ({ store, body }) => {
      const user = findUser(store, body.user_id);
      const totps = appsOf(store, user).filter((app) => !isOver(store, app));
      return {
        user_id: user.user_id,
        totps: totps.map(({ totp_id, verified, recovery_codes }) => ({ totp_id, verified, recovery_codes })),
      };
    },
  },

  api_totp_v1_Recover: {
    answer: ({ store, body: { recovery_code, ...body } }) => {
      const user = findUser(store, body.user_id);
      checkUnlocked(user);
      const app = appsOf(store, user).find(({ verified }) => verified) ?? failWithoutApp();
      if (user.user_id !== testUserId || recovery_code !== testRecoveryCode) {
        checkRecoveryCode(recovery_code, app.recovery_codes, () => countFailure(store, user));
      }
      const after = { ...app, recovery_codes: app.recovery_codes.filter((code) => code !== recovery_code) };
      const factor = {
        type: 'recovery_codes',
        delivery_method: 'recovery_code',
        recovery_code_factor: { totp_recovery_code_id: newId('totp-recovery-code') },
      } as const;
      return signInByApp(store, user, { before: app, after }, factor, body);
    },
  },
} satisfies DomainHandlers<ConsumerStore>;
