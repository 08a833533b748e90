/** WebAuthn passkeys and security keys, with real ceremonies. */

import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { checkOneOf, isDomain } from '../shared/checks.ts';
import { consumeOnce } from '../shared/one-time-token.ts';
import { newId, opaqueToken } from '../shared/tokens.ts';
import { inMinutes, isPast } from '../store.ts';
import { findUser } from './find.ts';
import { signInWith } from './sign-in.ts';
import type { ConsumerStore, User, WebauthnCeremony } from './store.ts';
import { saveUser } from './user.ts';
import {
  ALGORITHMS,
  readAuthentication,
  readRegistration,
  verifyAuthentication,
  verifyRegistration,
} from './webauthn-credential.ts';

type Registration = User['webauthn_registrations'][number];

/** Lifetime of a challenge, in minutes. */
const CEREMONY_MINUTES = 5;
/** Max keys of one user for one domain. */
const MAX_REGISTRATIONS = 20;

/** Rejects an invalid relying party id: a domain name without scheme and port, not an IP address. */
const checkDomain = (domain: string) => {
  if (domain !== 'localhost' && !(isDomain(domain) && /[a-z]$/i.test(domain))) {
    fail(400, 'invalid_domain', 'A domain is written without scheme and port, such as app.example.com or localhost.');
  }
};

/** Active user by reference. Rejects a pending user. */
const findActiveUser = (store: ConsumerStore, reference: string): User => {
  const user = findUser(store, reference);
  return user.status === 'pending'
    ? fail(400, 'cannot_use_webauthn_with_pending_user', 'A pending user has to sign in by another way first.')
    : user;
};

/** Stores a challenge and returns its bytes. */
const openCeremony = (store: ConsumerStore, ceremony: Omit<WebauthnCeremony, 'expires_at'>): Buffer => {
  const challenge = opaqueToken();
  store.webauthnCeremonies.set(challenge, { ...ceremony, expires_at: inMinutes(store, CEREMONY_MINUTES) });
  return Buffer.from(challenge, 'base64url');
};

/** Encoding of binary values in options. */
type Encoding = { use_base64_url_encoding?: boolean };
const writer = ({ use_base64_url_encoding: url }: Encoding) => {
  const encoding = url ? 'base64url' : 'base64';
  return (bytes: Uint8Array) => Buffer.from(bytes).toString(encoding);
};

const credentialsOf = (store: ConsumerStore, { user_id }: User, domain: string) =>
  [...store.webauthnCredentials].filter(([, held]) => held.user_id === user_id && held.domain === domain);

/** Descriptors of registered credentials, for options. */
const descriptors = (credentials: ReturnType<typeof credentialsOf>, write: ReturnType<typeof writer>) =>
  credentials.map(([id]) => ({ type: 'public-key', id: write(Buffer.from(id, 'base64url')) }));

/** User names that the browser displays. */
const labelsOf = ({ name, emails, phone_numbers, user_id }: User) => {
  const full = [name?.first_name, name?.last_name].filter(Boolean).join(' ');
  const address = emails[0]?.email ?? phone_numbers[0]?.phone_number;
  return { name: address ?? (full || user_id), displayName: full || (address ?? user_id) };
};

const registrationOf = ({ webauthn_registrations }: User, id: string): Registration | undefined =>
  webauthn_registrations.find(({ webauthn_registration_id }) => webauthn_registration_id === id);

const withRegistration = (user: User, changed: Registration): User => ({
  ...user,
  webauthn_registrations: user.webauthn_registrations.map((one) =>
    one.webauthn_registration_id === changed.webauthn_registration_id ? changed : one,
  ),
});

const factorOf = ({ webauthn_registration_id, domain, user_agent }: Registration) =>
  ({
    type: 'webauthn',
    delivery_method: 'webauthn_registration',
    webauthn_factor: { webauthn_registration_id, domain, user_agent },
  }) as const;

const unregistrable = () =>
  fail(401, 'unable_to_register_webauthn_registration', 'The credential does not answer the challenge.');
const unverifiable = () =>
  fail(401, 'unable_to_auth_webauthn_registration', 'The credential does not answer the challenge.');

/** Pending registrations of a user, by challenge. */
const pendingOf = (store: ConsumerStore, user: User) =>
  new Map(
    [...store.webauthnCeremonies].flatMap(([challenge, { registration_id, expires_at, ...ceremony }]) => {
      const registration = registrationOf(user, registration_id ?? '');
      return ceremony.user_id === user.user_id && registration && !isPast(store, expires_at)
        ? [[challenge, { ...ceremony, registration }] as const]
        : [];
    }),
  );

/** Credential with its user and registration; undefined if the ceremony is not for it. */
const signerOf = (store: ConsumerStore, id: string, { domain, user_id }: WebauthnCeremony) => {
  const held = store.webauthnCredentials.get(id);
  if (!held || held.domain !== domain || (user_id && user_id !== held.user_id)) return undefined;
  const user = store.users.get(held.user_id);
  const registration = user && registrationOf(user, held.registration_id);
  return user && registration ? { held, user, registration } : undefined;
};

export const webauthn = {
  api_webauthn_v1_RegisterStart: {
    answer: ({ store, body }) => {
      const { domain, authenticator_type, return_passkey_credential_options: passkey } = body;
      checkDomain(domain);
      checkOneOf(
        authenticator_type || undefined,
        ['platform', 'cross-platform'],
        'invalid_authenticator_type',
        'authenticator_type',
      );
      const user = findActiveUser(store, body.user_id);
      const registration: Registration = {
        webauthn_registration_id: newId('webauthn-registration'),
        domain,
        user_agent: body.user_agent ?? '',
        verified: false,
        authenticator_type: authenticator_type ?? '',
        name: '',
      };
      const handle = body.override_id || user.user_id;
      const challenge = openCeremony(store, {
        domain,
        user_id: user.user_id,
        registration_id: registration.webauthn_registration_id,
        handle,
      });
      saveUser(store, { ...user, webauthn_registrations: [...user.webauthn_registrations, registration] });
      const write = writer(body);
      const labels = labelsOf(user);
      const options = {
        rp: { id: domain, name: store.projectName },
        user: {
          id: write(Buffer.from(handle)),
          name: body.override_name || labels.name,
          displayName: body.override_display_name || labels.displayName,
        },
        challenge: write(challenge),
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
        timeout: CEREMONY_MINUTES * 60_000,
        excludeCredentials: descriptors(credentialsOf(store, user, domain), write),
        attestation: 'direct',
        ...(passkey || authenticator_type
          ? {
              authenticatorSelection: {
                ...(authenticator_type ? { authenticatorAttachment: authenticator_type } : {}),
                ...(passkey ? { residentKey: 'required', userVerification: 'preferred' } : {}),
              },
            }
          : {}),
      };
      return { user_id: user.user_id, public_key_credential_creation_options: JSON.stringify(options) };
    },
  },

  api_webauthn_v1_Register: {
    answer: async ({ store, body }) => {
      const { user_id } = findActiveUser(store, body.user_id);
      const shown = await readRegistration(body.public_key_credential);
      const { challenge } = shown.clientData;
      const pending = pendingOf(store, findUser(store, user_id));
      if (pending.size === 0) fail(400, 'no_pending_webauthn_registration', 'No registration waits for a browser.');
      const ceremony = pending.get(challenge) ?? unregistrable();
      const { domain, handle = '', registration } = ceremony;
      const { webauthn_registration_id } = registration;
      return consumeOnce(store.webauthnCeremonies, challenge, async () => {
        const key = (await verifyRegistration(shown, { challenge, domain })) ?? unregistrable();
        if (store.webauthnCredentials.has(key.id)) {
          fail(400, 'duplicate_webauthn_registration', 'This authenticator was registered before.');
        }
        const user = findUser(store, user_id);
        const others = user.webauthn_registrations.filter((one) => one.verified && one.domain === domain);
        if (others.length >= MAX_REGISTRATIONS) {
          fail(
            400,
            'too_many_user_registrations_for_domain',
            'The user has as many keys for the domain as there may be.',
          );
        }
        const verified = { ...registration, verified: true };
        const { answer } = await signInWith(store, withRegistration(user, verified), factorOf(verified), body);
        const { id, ...held } = key;
        store.webauthnCredentials.set(id, {
          ...held,
          user_id,
          registration_id: webauthn_registration_id,
          domain,
          handle,
        });
        return { ...answer, webauthn_registration_id };
      });
    },
  },

  api_webauthn_v1_AuthenticateStart: {
    answer: ({ store, body }) => {
      const { domain, return_passkey_credential_options: passkey } = body;
      checkDomain(domain);
      const user = body.user_id ? findActiveUser(store, body.user_id) : undefined;
      const credentials = user ? credentialsOf(store, user, domain) : [];
      if (user && credentials.length === 0) {
        fail(400, 'no_active_webauthn_registrations', 'The user has no key for the domain.');
      }
      const challenge = openCeremony(store, { domain, ...(user ? { user_id: user.user_id } : {}) });
      const write = writer(body);
      const options = {
        challenge: write(challenge),
        timeout: CEREMONY_MINUTES * 60_000,
        rpId: domain,
        allowCredentials: descriptors(credentials, write),
        ...(passkey ? { userVerification: 'preferred' } : {}),
      };
      return { user_id: user?.user_id ?? '', public_key_credential_request_options: JSON.stringify(options) };
    },
  },

  // An invalid response is not a guess, so it does not count as a failed attempt.
  api_webauthn_v1_Authenticate: {
    answer: async ({ store, body }) => {
      const shown = await readAuthentication(body.public_key_credential);
      const { challenge } = shown.clientData;
      const ceremony = store.webauthnCeremonies.get(challenge) ?? unverifiable();
      if (ceremony.registration_id || isPast(store, ceremony.expires_at)) unverifiable();
      const { id, response } = shown.response;
      return consumeOnce(store.webauthnCeremonies, challenge, async () => {
        const { domain } = ceremony;
        const { held } = signerOf(store, id, ceremony) ?? unverifiable();
        const handle = Buffer.from(response.userHandle ?? '', 'base64url').toString();
        if (handle !== '' && handle !== held.handle) unverifiable();
        const counter = (await verifyAuthentication(shown, { challenge, domain }, { id, ...held })) ?? unverifiable();
        const { user, registration } = signerOf(store, id, ceremony) ?? unverifiable();
        const { answer } = await signInWith(store, user, factorOf(registration), body);
        store.webauthnCredentials.set(id, { ...held, counter });
        return { ...answer, webauthn_registration_id: registration.webauthn_registration_id };
      });
    },
  },

  api_webauthn_v1_Update: {
    answer: ({ store, params: { webauthn_registration_id: id }, body: { name } }) => {
      if (!/^webauthn-registration-(?:test|live)-[\w-]+$/.test(id)) {
        fail(400, 'invalid_webauthn_registration_id', 'This is no such id.');
      }
      if (name.trim() === '') fail(400, 'empty_webauthn_registration_name', 'A name has at least one character.');
      const user = store.users.with('factor', id)[0];
      const before = user && registrationOf(user, id);
      if (!user || !before) {
        return fail(404, 'webauthn_registration_not_found', 'No user has such a registration.');
      }
      const webauthn_registration = { ...before, name };
      saveUser(store, withRegistration(user, webauthn_registration));
      return { webauthn_registration };
    },
  },

  api_webauthn_v1_ListCredentials: {
    answer: ({ store, params: { user_id, domain } }) => {
      checkDomain(domain);
      return {
        credentials: credentialsOf(store, findUser(store, user_id), domain).map(([id, held]) => ({
          credential_id: id,
          webauthn_registration_id: held.registration_id,
          type: 'public-key',
          public_key: Buffer.from(held.publicKey).toString('base64'),
        })),
      };
    },
  },
} satisfies DomainHandlers<ConsumerStore>;
