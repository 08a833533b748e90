import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { appSummary, endConsents } from '../oauth-server/consent.ts';
import { checkEmail, checkExternalId, checkPhoneNumber, mergeMetadata } from '../shared/checks.ts';
import { newId } from '../shared/tokens.ts';
import { consentKey, timestamp } from '../store.ts';
import { findUser, userByEmail, userByPhone } from './find.ts';
import { revokeSessionsOf, saveSession, sessionsOf } from './live-session.ts';
import type { ConsumerStore, User } from './store.ts';
import { forgetCredentials } from './webauthn-key.ts';

/** Role of every user. */
const EVERYBODY = 'stytch_user';

/** Stores a new or changed user and updates the roles in its sessions. */
export const saveUser = (store: ConsumerStore, user: User): User => {
  store.users.set(user.user_id, user);
  for (const record of sessionsOf(store, user.user_id)) saveSession(store, record);
  return user;
};

/** User properties of most responses. */
export const showUser = (user: User) => ({ user_id: user.user_id, user });

export const checkNewEmail = (store: ConsumerStore, email: string | undefined) => {
  checkEmail(email);
  if (email && userByEmail(store, email)) fail(400, 'duplicate_email', 'Another user has this address.');
};

export const checkNewPhone = (store: ConsumerStore, phoneNumber: string | undefined) => {
  checkPhoneNumber(phoneNumber);
  if (phoneNumber && userByPhone(store, phoneNumber)) {
    fail(400, 'duplicate_phone_number', 'Another user has this number.');
  }
};

export const checkNewExternalId = (store: ConsumerStore, externalId: string | undefined, of?: User) => {
  checkExternalId(externalId, 'invalid_user_id');
  const owner = externalId && store.users.with('externalId', externalId)[0];
  if (owner && owner !== of) fail(400, 'duplicate_user_external_id', 'Another user has this external id.');
};

/** Role ids of a user, including the default role. Rejects unknown roles. */
export const checkedRoles = (store: ConsumerStore, roles: readonly string[]): string[] => {
  const known = new Set(store.policy.roles.map(({ role_id }) => role_id));
  if (roles.some((role) => !known.has(role))) fail(400, 'invalid_role', 'The policy has no such role.');
  return [...new Set([EVERYBODY, ...roles])];
};

export const newEmail = (email: string): User['emails'][number] => ({
  email_id: newId('email'),
  email,
  verified: false,
});
export const newPhone = (phone_number: string): User['phone_numbers'][number] => ({
  phone_id: newId('phone-number'),
  phone_number,
  verified: false,
});

/** A new user with default values. */
export const blankUser = (store: ConsumerStore): User => ({
  user_id: newId('user'),
  name: { first_name: '', middle_name: '', last_name: '' },
  emails: [],
  phone_numbers: [],
  providers: [],
  webauthn_registrations: [],
  biometric_registrations: [],
  totps: [],
  crypto_wallets: [],
  status: 'active',
  is_locked: false,
  roles: checkedRoles(store, []),
  trusted_metadata: {},
  untrusted_metadata: {},
  created_at: timestamp(store.now()),
});

/** A user without an external id. */
const withoutExternalId = ({ external_id: _, ...user }: User): User => user;

/** Deletes a user with all related records. Links and codes that were sent become invalid with their user. */
export const removeUser = (store: ConsumerStore, userId: string) => {
  revokeSessionsOf(store, userId);
  store.users.delete(userId);
  store.userSecrets.delete(userId);
  store.failures.delete(userId);
  forgetCredentials(store, ({ user_id }) => user_id === userId);
  endConsents(store, (consent) => consent.user_id === userId);
};

export const user = {
  api_user_v1_Create: {
    answer: ({ store, body }) => {
      const { email, phone_number, name, external_id, roles = [], create_user_as_pending } = body;
      if (!email && !phone_number) {
        fail(400, 'invalid_create_user_request', 'A user is created with an address, a number or both.');
      }
      checkNewEmail(store, email);
      checkNewPhone(store, phone_number);
      checkNewExternalId(store, external_id || undefined);
      const blank = blankUser(store);
      const created = saveUser(store, {
        ...blank,
        name: { ...blank.name, ...name },
        emails: email ? [newEmail(email)] : [],
        phone_numbers: phone_number ? [newPhone(phone_number)] : [],
        status: create_user_as_pending ? 'pending' : 'active',
        roles: checkedRoles(store, roles),
        trusted_metadata: mergeMetadata({}, body.trusted_metadata),
        untrusted_metadata: mergeMetadata({}, body.untrusted_metadata),
        ...(external_id ? { external_id } : {}),
      });
      return {
        ...showUser(created),
        status: created.status,
        email_id: created.emails[0]?.email_id ?? '',
        phone_id: created.phone_numbers[0]?.phone_id ?? '',
      };
    },
  },

  api_user_v1_Get: { answer: ({ store, params }) => findUser(store, params.user_id) },

  api_user_v1_Update: {
    answer: ({ store, params, body }) => {
      const before = findUser(store, params.user_id);
      const { name, external_id, roles } = body;
      checkNewExternalId(store, external_id || undefined, before);
      const after = saveUser(store, {
        ...(external_id === '' ? withoutExternalId(before) : before),
        name: { ...before.name, ...name },
        ...(external_id ? { external_id } : {}),
        ...(roles ? { roles: checkedRoles(store, roles) } : {}),
        trusted_metadata: mergeMetadata(before.trusted_metadata, body.trusted_metadata),
        untrusted_metadata: mergeMetadata(before.untrusted_metadata, body.untrusted_metadata),
      });
      const { emails, phone_numbers, crypto_wallets } = after;
      return { ...showUser(after), emails, phone_numbers, crypto_wallets };
    },
  },

  api_user_v1_Delete: {
    answer: ({ store, params }) => {
      const { user_id } = findUser(store, params.user_id);
      removeUser(store, user_id);
      return { user_id };
    },
  },

  api_user_v1_DeleteExternalId: {
    answer: ({ store, params }) => showUser(saveUser(store, withoutExternalId(findUser(store, params.user_id)))),
  },

  // The new address or number is unverified. Sessions stay active.
  api_user_v1_ExchangePrimaryFactor: {
    answer: ({ store, params, body: { email_address, phone_number } }) => {
      const before = findUser(store, params.user_id);
      if (Boolean(email_address) === Boolean(phone_number)) {
        fail(400, 'invalid_exchange_primary_factor_fields', 'Give an address or a number, and not both.');
      }
      if ((email_address ? before.emails : before.phone_numbers).length !== 1) {
        fail(400, 'invalid_exchange_primary_factor_user', 'The user does not have exactly one of what is exchanged.');
      }
      checkNewEmail(store, email_address);
      checkNewPhone(store, phone_number);
      return showUser(
        saveUser(store, {
          ...before,
          ...(email_address ? { emails: [newEmail(email_address)] } : {}),
          ...(phone_number ? { phone_numbers: [newPhone(phone_number)] } : {}),
        }),
      );
    },
  },

  api_user_v1_ConnectedApps: {
    answer: ({ store, params }) => {
      const { user_id } = findUser(store, params.user_id);
      return {
        connected_apps: [...store.connectedApps.values()].flatMap(({ app }) => {
          const consent = store.consents.get(consentKey(user_id, app.client_id));
          return consent ? [{ ...appSummary(app), scopes_granted: consent.scopes.join(' ') }] : [];
        }),
      };
    },
  },

  // Revoking the consent also revokes the app's tokens.
  api_user_v1_Revoke: {
    answer: ({ store, params }) => {
      const { user_id } = findUser(store, params.user_id);
      const { connected_app_id } = params;
      if (!endConsents(store, (of) => of.user_id === user_id && of.client_id === connected_app_id)) {
        fail(404, 'connected_app_not_found', 'The user uses no connected app of this id.');
      }
      return {};
    },
  },
} satisfies DomainHandlers<ConsumerStore>;
