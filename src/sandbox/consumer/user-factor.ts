import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { type ConsumerStore, secretsOf, type User } from './store.ts';
import { saveUser, showUser } from './user.ts';
import { forgetCredentials } from './webauthn-key.ts';

/** A kind of factor: id prefix, error types for a malformed and an unknown id, and accessors. */
type FactorKind = {
  readonly prefix: string;
  readonly malformed: string;
  readonly unknown: string;
  readonly idsOf: (user: User) => readonly string[];
  readonly without: (user: User, id: string) => User;
};

/** Whether a user has a primary factor: an email address, phone number or OAuth account. */
const hasPrimaryFactor = ({ emails, phone_numbers, providers }: User) =>
  emails.length + phone_numbers.length + providers.length > 0;

const withoutPassword = ({ password: _, ...user }: User): User => user;

/**
 * Deletes a factor from its user. Rejects an unknown id and, unless the project permits it, the last primary factor.
 */
const removeFactor = (store: ConsumerStore, id: string, { prefix, malformed, unknown, idsOf, without }: FactorKind) => {
  if (!new RegExp(`^${prefix}-(?:test|live)-[\\w-]+$`).test(id)) fail(400, malformed, 'This is no such id.');
  const before =
    store.users.with('factor', id).find((user) => idsOf(user).includes(id)) ??
    fail(404, unknown, 'No user has such a factor.');
  const after = without(before, id);
  if (!store.deletesLastPrimaryFactor && hasPrimaryFactor(before) && !hasPrimaryFactor(after)) {
    fail(400, 'cannot_delete_last_primary_factor', 'It is the last way by which the user can sign in.');
  }
  return saveUser(store, after);
};

/** Deletes the stored password. */
const forgetPassword = (store: ConsumerStore, userId: string) => {
  const { password: _, ...rest } = secretsOf(store, userId);
  store.userSecrets.set(userId, rest);
};

export const userFactor = {
  api_user_v1_DeleteEmail: {
    // A password needs an email address, so it is deleted with the last one.
    answer: ({ store, params }) => {
      const user = removeFactor(store, params.email_id, {
        prefix: 'email',
        malformed: 'invalid_email_id',
        unknown: 'email_not_found',
        idsOf: ({ emails }) => emails.map(({ email_id }) => email_id),
        without: (user, id) => {
          const emails = user.emails.filter(({ email_id }) => email_id !== id);
          return emails.length > 0 ? { ...user, emails } : { ...withoutPassword(user), emails };
        },
      });
      if (!user.password) forgetPassword(store, user.user_id);
      return showUser(user);
    },
  },

  api_user_v1_DeletePhoneNumber: {
    answer: ({ store, params }) =>
      showUser(
        removeFactor(store, params.phone_id, {
          prefix: 'phone-number',
          malformed: 'invalid_phone_number',
          unknown: 'phone_number_not_found',
          idsOf: ({ phone_numbers }) => phone_numbers.map(({ phone_id }) => phone_id),
          without: (user, id) => ({
            ...user,
            phone_numbers: user.phone_numbers.filter(({ phone_id }) => phone_id !== id),
          }),
        }),
      ),
  },

  // Also deletes the credential, so that the authenticator can be registered again.
  api_user_v1_DeleteWebAuthnRegistration: {
    answer: ({ store, params }) => {
      const user = removeFactor(store, params.webauthn_registration_id, {
        prefix: 'webauthn-registration',
        malformed: 'invalid_webauthn_registration_id',
        unknown: 'webauthn_registration_not_found',
        idsOf: ({ webauthn_registrations }) =>
          webauthn_registrations.map(({ webauthn_registration_id }) => webauthn_registration_id),
        without: (user, id) => ({
          ...user,
          webauthn_registrations: user.webauthn_registrations.filter(
            ({ webauthn_registration_id }) => webauthn_registration_id !== id,
          ),
        }),
      });
      forgetCredentials(store, ({ registration_id }) => registration_id === params.webauthn_registration_id);
      return showUser(user);
    },
  },

  api_user_v1_DeleteBiometricRegistration: {
    answer: ({ store, params }) =>
      showUser(
        removeFactor(store, params.biometric_registration_id, {
          prefix: 'biometric-registration',
          malformed: 'invalid_biometric_registration_id',
          unknown: 'biometric_registration_not_found',
          idsOf: ({ biometric_registrations }) =>
            biometric_registrations.map(({ biometric_registration_id }) => biometric_registration_id),
          without: (user, id) => ({
            ...user,
            biometric_registrations: user.biometric_registrations.filter(
              ({ biometric_registration_id }) => biometric_registration_id !== id,
            ),
          }),
        }),
      ),
  },

  // Also deletes the app's recovery codes.
  api_user_v1_DeleteTOTP: {
    answer: ({ store, params }) => {
      const user = removeFactor(store, params.totp_id, {
        prefix: 'totp',
        malformed: 'invalid_totp_id',
        unknown: 'totp_not_found',
        idsOf: ({ totps }) => totps.map(({ totp_id }) => totp_id),
        without: (user, id) => ({ ...user, totps: user.totps.filter(({ totp_id }) => totp_id !== id) }),
      });
      const { totps, ...secrets } = secretsOf(store, user.user_id);
      const { [params.totp_id]: _, ...kept } = totps;
      store.userSecrets.set(user.user_id, { ...secrets, totps: kept });
      return showUser(user);
    },
  },

  api_user_v1_DeleteCryptoWallet: {
    answer: ({ store, params }) =>
      showUser(
        removeFactor(store, params.crypto_wallet_id, {
          prefix: 'crypto-wallet',
          malformed: 'invalid_crypto_wallet_id',
          unknown: 'crypto_wallet_not_found',
          idsOf: ({ crypto_wallets }) => crypto_wallets.map(({ crypto_wallet_id }) => crypto_wallet_id),
          without: (user, id) => ({
            ...user,
            crypto_wallets: user.crypto_wallets.filter(({ crypto_wallet_id }) => crypto_wallet_id !== id),
          }),
        }),
      ),
  },

  api_user_v1_DeletePassword: {
    answer: ({ store, params }) => {
      const user = removeFactor(store, params.password_id, {
        prefix: 'password',
        malformed: 'invalid_password_id',
        unknown: 'password_not_found',
        idsOf: ({ password }) => (password ? [password.password_id] : []),
        without: withoutPassword,
      });
      forgetPassword(store, user.user_id);
      return showUser(user);
    },
  },

  api_user_v1_DeleteOAuthRegistration: {
    answer: ({ store, params }) => {
      const id = params.oauth_user_registration_id;
      const user = removeFactor(store, id, {
        prefix: 'oauth-user',
        malformed: 'invalid_oauth_user_registration_id',
        unknown: 'oauth_user_registration_not_found',
        idsOf: ({ providers }) => providers.map(({ oauth_user_registration_id }) => oauth_user_registration_id),
        without: (user) => ({
          ...user,
          providers: user.providers.filter(({ oauth_user_registration_id }) => oauth_user_registration_id !== id),
        }),
      });
      const { oauth_tokens, ...secrets } = secretsOf(store, user.user_id);
      const { [id]: _, ...kept } = oauth_tokens;
      store.userSecrets.set(user.user_id, { ...secrets, oauth_tokens: kept });
      return showUser(user);
    },
  },
} satisfies DomainHandlers<ConsumerStore>;
