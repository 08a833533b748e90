import type { Client } from 'stytch';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { consumer } from '../../src/sandbox/consumer/kind.ts';
import type { ConsumerStore, User } from '../../src/sandbox/consumer/store.ts';
import type { ConsumerWorld } from '../../src/sandbox/consumer/world.ts';
import { type Sandbox, startSandboxOf } from '../../src/sandbox/index.ts';
import { type Lies, softAuthenticator } from '../soft-authenticator.ts';
import { consumerSdkClient } from './sdk.ts';

let ahead = 0;
let sandbox: Sandbox<ConsumerStore, ConsumerWorld>;
let client: Client;
beforeEach(async () => {
  ahead = 0;
  sandbox = await startSandboxOf(consumer, { port: 0, now: () => new Date(Date.now() + ahead * 60_000) });
  client = consumerSdkClient(sandbox);
});
afterEach(() => sandbox.close());

const seeded = (first: string): User => {
  const user = sandbox.store.users.values().find(({ name }) => name?.first_name === first);
  if (!user) throw new Error(`no user has the first name ${first}`);
  return user;
};

const DOMAIN = 'localhost';
const refusal = (error_type: string, status_code = 400) => ({ error_type, status_code });

const begin = async (user_id = seeded('Ben').user_id, more: object = {}) =>
  (await client.webauthn.registerStart({ user_id, domain: DOMAIN, ...more })).public_key_credential_creation_options;
const challenge = async (more: object = {}) =>
  (await client.webauthn.authenticateStart({ domain: DOMAIN, ...more })).public_key_credential_request_options;

/** Registers a new authenticator of Ben's. */
const registered = async () => {
  const authenticator = softAuthenticator();
  const { user_id } = seeded('Ben');
  const public_key_credential = authenticator.create(await begin());
  const registration = await client.webauthn.register({ user_id, public_key_credential });
  return { authenticator, user_id, registration };
};

describe('the vendor’s SDK', () => {
  it('registers a key, signs in with it, names it, lists and deletes it', async () => {
    const authenticator = softAuthenticator();
    const { user_id } = seeded('Ben');
    const started = await client.webauthn.registerStart({
      user_id,
      domain: DOMAIN,
      user_agent: 'A browser',
      authenticator_type: 'platform',
      return_passkey_credential_options: true,
      use_base64_url_encoding: true,
    });
    const options = JSON.parse(started.public_key_credential_creation_options);
    expect(options).toMatchObject({
      rp: { id: DOMAIN },
      user: { id: Buffer.from(user_id).toString('base64url'), name: 'ben@okafor.example', displayName: 'Ben Okafor' },
      pubKeyCredParams: [{ alg: -7 }, { alg: -257 }],
      timeout: 300_000,
      attestation: 'direct',
      excludeCredentials: [],
      authenticatorSelection: {
        authenticatorAttachment: 'platform',
        residentKey: 'required',
        userVerification: 'preferred',
      },
    });
    expect(seeded('Ben').webauthn_registrations).toMatchObject([{ verified: false, authenticator_type: 'platform' }]);
    const { webauthn_registration_id, user, session_token } = await client.webauthn.register({
      user_id,
      public_key_credential: authenticator.create(started.public_key_credential_creation_options),
    });
    expect(session_token).toBe('');
    expect(user.webauthn_registrations).toMatchObject([
      { webauthn_registration_id, verified: true, domain: DOMAIN, user_agent: 'A browser' },
    ]);

    const signedIn = await client.webauthn.authenticate({
      public_key_credential: authenticator.get(await challenge()),
      session_duration_minutes: 30,
    });
    expect(signedIn).toMatchObject({
      user_id,
      webauthn_registration_id,
      session: {
        authentication_factors: [
          {
            type: 'webauthn',
            delivery_method: 'webauthn_registration',
            webauthn_factor: { webauthn_registration_id, domain: DOMAIN, user_agent: 'A browser' },
          },
        ],
      },
    });

    const renamed = await client.webauthn.update({ webauthn_registration_id, name: 'Laptop' });
    expect(renamed.webauthn_registration).toMatchObject({ webauthn_registration_id, name: 'Laptop' });
    const { credentials } = await client.webauthn.listCredentials({ user_id, domain: DOMAIN });
    expect(credentials).toEqual([
      {
        credential_id: authenticator.id,
        webauthn_registration_id,
        type: 'public-key',
        public_key: expect.stringMatching(/^[\w+/]+=*$/),
      },
    ]);
    expect((await client.webauthn.listCredentials({ user_id, domain: 'elsewhere.example' })).credentials).toEqual([]);

    await client.users.deleteWebAuthnRegistration({ webauthn_registration_id });
    const gone = client.webauthn.authenticate({ public_key_credential: authenticator.get(await challenge()) });
    await expect(gone).rejects.toMatchObject(refusal('unable_to_auth_webauthn_registration', 401));
    // The authenticator has its initial state.
    await client.webauthn.register({ user_id, public_key_credential: authenticator.create(await begin()) });
  });

  it('accepts an id and names of the app, and encodes in base64 by default', async () => {
    const authenticator = softAuthenticator();
    const { user_id } = seeded('Ben');
    const override_id = 'chosen id ?>';
    const creation = await begin(user_id, { override_id, override_name: 'Chosen', override_display_name: 'Shown' });
    expect(JSON.parse(creation).user).toEqual({
      id: Buffer.from(override_id).toString('base64'),
      name: 'Chosen',
      displayName: 'Shown',
    });
    await client.webauthn.register({ user_id, public_key_credential: authenticator.create(creation) });
    const public_key_credential = authenticator.get(await challenge({ user_id }));
    expect((await client.webauthn.authenticate({ public_key_credential })).user_id).toBe(user_id);
  });

  it('joins a key to the sent session', async () => {
    const { user_id, session_token } = (await sandbox.world()).credentials.user;
    const public_key_credential = softAuthenticator().create(await begin(user_id));
    const { session } = await client.webauthn.register({ user_id, public_key_credential, session_token });
    expect(session?.authentication_factors.map(({ type }) => type)).toEqual(['magic_link', 'webauthn']);
  });
});

describe('a registration is rejected', () => {
  it.each<[string, object, string]>([
    ['for a domain with a scheme', { domain: 'https://localhost' }, 'invalid_domain'],
    ['for a domain with a port', { domain: 'localhost:3000' }, 'invalid_domain'],
    ['for an IP address', { domain: '127.0.0.1' }, 'invalid_domain'],
    ['for an unknown kind of authenticator', { authenticator_type: 'phone' }, 'invalid_authenticator_type'],
  ])('%s', async (_, more, word) => {
    await expect(begin(seeded('Ben').user_id, more)).rejects.toMatchObject(refusal(word));
  });

  it('for a pending user', async () => {
    const word = 'cannot_use_webauthn_with_pending_user';
    const { user_id } = seeded('Dmitri');
    await expect(begin(user_id)).rejects.toMatchObject(refusal(word));
    await expect(challenge({ user_id })).rejects.toMatchObject(refusal(word));
  });

  it.each<[string, Lies, string, number]>([
    ['another origin', { origin: 'https://evil.example' }, 'unable_to_register_webauthn_registration', 401],
    ['another domain', { domain: 'evil.example' }, 'unable_to_register_webauthn_registration', 401],
    ['another challenge', { challenge: 'AAAA' }, 'unable_to_register_webauthn_registration', 401],
  ])('with %s', async (_, lies, word, status) => {
    const public_key_credential = softAuthenticator().create(await begin(), lies);
    const { user_id } = seeded('Ben');
    await expect(client.webauthn.register({ user_id, public_key_credential })).rejects.toMatchObject(
      refusal(word, status),
    );
    expect(seeded('Ben').webauthn_registrations).toMatchObject([{ verified: false }]);
  });

  it('twice, and for an authenticator that is registered', async () => {
    const { authenticator, user_id } = await registered();
    const options = await begin();
    expect(JSON.parse(options).excludeCredentials).toHaveLength(1);
    await expect(
      client.webauthn.register({ user_id, public_key_credential: authenticator.create(options) }),
    ).rejects.toMatchObject(refusal('duplicate_webauthn_registration'));
  });

  it('without a start, and five minutes after it', async () => {
    const { user_id } = seeded('Ben');
    const none = refusal('no_pending_webauthn_registration');
    const authenticator = softAuthenticator();
    const ofAda = authenticator.create(await begin(seeded('Ada').user_id));
    await expect(client.webauthn.register({ user_id, public_key_credential: ofAda })).rejects.toMatchObject(none);
    const public_key_credential = authenticator.create(await begin());
    ahead = 5;
    await expect(client.webauthn.register({ user_id, public_key_credential })).rejects.toMatchObject(none);
  });

  it('beyond twenty for one domain', async () => {
    const { user_id } = seeded('Ben');
    for (let n = 0; n < 20; n += 1) await registered();
    const public_key_credential = softAuthenticator().create(await begin());
    await expect(client.webauthn.register({ user_id, public_key_credential })).rejects.toMatchObject(
      refusal('too_many_user_registrations_for_domain'),
    );
  });
});

describe('a sign-in is rejected', () => {
  const wrong = refusal('unable_to_auth_webauthn_registration', 401);

  it('a second time for the same response', async () => {
    const { authenticator } = await registered();
    const public_key_credential = authenticator.get(await challenge());
    await client.webauthn.authenticate({ public_key_credential });
    await expect(client.webauthn.authenticate({ public_key_credential })).rejects.toMatchObject(wrong);
  });

  it.each<[string, Lies]>([
    ['another origin', { origin: 'https://evil.example' }],
    ['an origin that begins with the domain', { origin: 'https://localhost.evil.example' }],
    ['another domain', { domain: 'evil.example' }],
    ['another challenge', { challenge: 'AAAA' }],
    ['a counter that goes back', { counter: 3 }],
    ['an unchanged counter', { counter: 7 }],
  ])('with %s', async (_, lies) => {
    const { authenticator } = await registered();
    const before = authenticator.get(await challenge(), { counter: 7 });
    await client.webauthn.authenticate({ public_key_credential: before });
    const public_key_credential = authenticator.get(await challenge(), { counter: 8, ...lies });
    await expect(client.webauthn.authenticate({ public_key_credential })).rejects.toMatchObject(wrong);
  });

  it('with a signature of other data, an unknown key and the challenge of another user', async () => {
    const { authenticator } = await registered();
    const sign = async (text: string) => client.webauthn.authenticate({ public_key_credential: text });
    const { response, ...rest } = JSON.parse(authenticator.get(await challenge()));
    const other = JSON.parse(authenticator.get(await challenge()));
    const mixed = { ...rest, response: { ...response, signature: other.response.signature } };
    await expect(sign(JSON.stringify(mixed))).rejects.toMatchObject(wrong);
    await expect(sign(softAuthenticator().get(await challenge()))).rejects.toMatchObject(wrong);
    const ofAda = await challenge({ user_id: seeded('Ada').user_id });
    await expect(sign(authenticator.get(ofAda))).rejects.toMatchObject(wrong);
    const handle = { ...rest, response: { ...response, userHandle: 'AAAA' } };
    await expect(sign(JSON.stringify(handle))).rejects.toMatchObject(wrong);
  });

  it('five minutes after the challenge, and with the challenge of a registration', async () => {
    const { authenticator } = await registered();
    const options = JSON.parse(await begin());
    const ofRegistration = authenticator.get(JSON.stringify({ ...options, rpId: options.rp.id }));
    await expect(client.webauthn.authenticate({ public_key_credential: ofRegistration })).rejects.toMatchObject(wrong);
    const public_key_credential = authenticator.get(await challenge());
    ahead = 5;
    await expect(client.webauthn.authenticate({ public_key_credential })).rejects.toMatchObject(wrong);
  });

  it('for a user without a key for the domain', async () => {
    const asked = client.webauthn.authenticateStart({ user_id: seeded('Ben').user_id, domain: DOMAIN });
    await expect(asked).rejects.toMatchObject(refusal('no_active_webauthn_registrations'));
    await expect(challenge({ domain: 'http://localhost' })).rejects.toMatchObject(refusal('invalid_domain'));
  });

  it('and the challenge stays open, so that the user may try again', async () => {
    const { authenticator } = await registered();
    const options = await challenge();
    const lie = authenticator.get(options, { origin: 'https://evil.example' });
    await expect(client.webauthn.authenticate({ public_key_credential: lie })).rejects.toMatchObject(wrong);
    await client.webauthn.authenticate({ public_key_credential: authenticator.get(options) });
  });
});

describe('a malformed credential', () => {
  type Parts = { id?: unknown; response?: Record<string, unknown> | undefined };
  const words: [word: string, change: (parts: Parts) => unknown, only?: 'register' | 'authenticate'][] = [
    ['', () => 'text'],
    ['_missing_id_field', ({ id: _, ...rest }) => rest],
    ['_missing_response_field', ({ response: _, ...rest }) => rest],
    ['_missing_client_data_json_field', (parts) => without(parts, 'clientDataJSON')],
    ['_missing_attestation_object_field', (parts) => without(parts, 'attestationObject'), 'register'],
    ['_missing_authenticator_data_field', (parts) => without(parts, 'authenticatorData'), 'authenticate'],
    ['_missing_signature_field', (parts) => without(parts, 'signature'), 'authenticate'],
    ['_invalid_id', (parts) => ({ ...parts, id: 'not base64!' })],
    ['_invalid_id', (parts) => ({ ...parts, id: 'AAAA' })],
    ['_malformed_client_data_json', (parts) => withPart(parts, 'clientDataJSON', 'AAAA')],
    ['_malformed_attestation_object', (parts) => withPart(parts, 'attestationObject', 'AAAA'), 'register'],
    ['_invalid_authenticator_data', (parts) => withPart(parts, 'authenticatorData', 'AAAA'), 'authenticate'],
    ['_invalid_signature', (parts) => withPart(parts, 'signature', '???'), 'authenticate'],
  ];
  const withPart = ({ response, ...rest }: Parts, name: string, value: unknown) => ({
    ...rest,
    response: { ...response, [name]: value },
  });
  const without = (parts: Parts, name: string) => withPart(parts, name, undefined);

  it.each(words)('is invalid_public_key_credential%s', async (word, change, only) => {
    const { authenticator, user_id } = await registered();
    const refused = refusal(`invalid_public_key_credential${word}`);
    if (only !== 'authenticate') {
      const public_key_credential = JSON.stringify(change(JSON.parse(softAuthenticator().create(await begin()))));
      await expect(client.webauthn.register({ user_id, public_key_credential })).rejects.toMatchObject(refused);
    }
    if (only !== 'register') {
      const public_key_credential = JSON.stringify(change(JSON.parse(authenticator.get(await challenge()))));
      await expect(client.webauthn.authenticate({ public_key_credential })).rejects.toMatchObject(refused);
    }
  });

  it('is also an error if it is not JSON', async () => {
    await expect(client.webauthn.authenticate({ public_key_credential: '{' })).rejects.toMatchObject({
      ...refusal('invalid_public_key_credential'),
      error_message:
        "Invalid public key credential. Please confirm you're passing a correctly formatted public key credential.",
    });
  });
});

describe('a rename is rejected', () => {
  it.each([
    ['empty_webauthn_registration_name', undefined, ' ', 400],
    ['invalid_webauthn_registration_id', 'credentials', 'Laptop', 400],
    ['webauthn_registration_not_found', 'webauthn-registration-test-1', 'Laptop', 404],
  ])('with %s', async (word, id, name, status) => {
    const webauthn_registration_id = id ?? seeded('Ada').webauthn_registrations[0]?.webauthn_registration_id ?? '';
    await expect(client.webauthn.update({ webauthn_registration_id, name })).rejects.toMatchObject(
      refusal(word, status),
    );
  });
});
