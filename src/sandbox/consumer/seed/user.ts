import { scopesOf } from '../../seed/connected-app.ts';
import { seedId, seedRecoveryCodes, seedSecret, seedTotpSecret } from '../../seed/id.ts';
import { testEmail, testSessionToken } from '../../shared/test-value.ts';
import { type AuthenticationFactor, consentKey, timestamp } from '../../store.ts';
import type { Consent, ConsumerStore, SessionRecord, User, UserSecrets } from '../store.ts';
import type { SeedPerson } from './people.ts';

const keyOf = ({ first, last }: SeedPerson) => `${first} ${last}`;
const idOf = (kind: string, person: SeedPerson, which = '') => seedId(kind, `consumer ${keyOf(person)} ${which}`);
const pascal = (word: string) => `${word[0]?.toUpperCase()}${word.slice(1)}`;

/** User and secrets of a seeded person. */
export const userOf = (person: SeedPerson): { user: User; secrets: UserSecrets } => {
  const { first, last, email, phone, password, totp, providers = [], webauthn = [], wallets = [] } = person;
  const totp_id = idOf('totp', person);
  const registrations = providers.map((provider) => ({ provider, id: idOf('oauth-user', person, provider) }));
  return {
    user: {
      user_id: person.id ?? idOf('user', person),
      name: { first_name: first, middle_name: '', last_name: last },
      emails: email ? [{ email_id: idOf('email', person), email, verified: person.emailVerified ?? true }] : [],
      phone_numbers: phone
        ? [{ phone_id: idOf('phone-number', person), phone_number: phone, verified: person.phoneVerified ?? true }]
        : [],
      providers: registrations.map(({ provider, id }) => ({
        oauth_user_registration_id: id,
        provider_type: pascal(provider),
        provider_subject: idOf('subject', person, provider),
        profile_picture_url: provider === 'google' ? `https://pictures.example/${first.toLowerCase()}.png` : '',
        locale: provider === 'google' ? 'en' : '',
      })),
      webauthn_registrations: webauthn.map((domain, index) => ({
        webauthn_registration_id: idOf('webauthn-registration', person, domain),
        domain,
        user_agent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5)',
        verified: true,
        authenticator_type: index === 0 ? 'platform' : '',
        name: index === 0 ? 'Laptop' : '',
      })),
      biometric_registrations: person.biometric
        ? [{ biometric_registration_id: idOf('biometric-registration', person), verified: true }]
        : [],
      totps: totp ? [{ totp_id, verified: true }] : [],
      crypto_wallets: wallets.map(({ type, address }) => ({
        crypto_wallet_id: idOf('crypto-wallet', person, address),
        crypto_wallet_address: address,
        crypto_wallet_type: type,
        verified: true,
      })),
      ...(password ? { password: { password_id: idOf('password', person), requires_reset: false } } : {}),
      status: person.status ?? 'active',
      is_locked: false,
      roles: ['stytch_user', ...(person.roles ?? [])],
      trusted_metadata: person.trusted ?? {},
      untrusted_metadata: person.untrusted ?? {},
      ...(person.externalId ? { external_id: person.externalId } : {}),
      created_at: person.joined,
    },
    secrets: {
      deadlines: {},
      ...(password ? { password } : {}),
      totps: totp
        ? { [totp_id]: { secret: seedTotpSecret(keyOf(person)), recovery_codes: seedRecoveryCodes(keyOf(person)) } }
        : {},
      oauth_tokens: Object.fromEntries(
        registrations.map(({ provider, id }) => [
          id,
          {
            access_token: seedSecret(`access ${keyOf(person)} ${provider}`),
            refresh_token: seedSecret(`refresh ${keyOf(person)} ${provider}`),
            id_token: '',
            access_token_expires_at: '2045-01-01T00:00:00Z',
            scopes: ['openid', 'email'],
            tenant_ids: [],
          },
        ]),
      ),
    },
  };
};

/** Consents of a user to apps, by the apps' seed keys. */
export const consentsOf = ({ user_id }: User, apps: readonly string[]): [string, Consent][] =>
  apps.map((key) => {
    const client_id = seedId('connected-app', key);
    const scopes = scopesOf[key] ?? ['openid'];
    return [consentKey(user_id, client_id), { user_id, client_id, scopes, granted_at: '2024-10-05T12:00:00Z' }];
  });

/** Authentication factor of an emailed magic link. */
export const magicLinkFactor = ({ emails: [email] }: User): AuthenticationFactor => ({
  type: 'magic_link',
  delivery_method: 'email',
  email_factor: { email_id: email?.email_id ?? '', email_address: email?.email ?? '' },
});

/** Authentication factor of the user's authenticator app; empty without one. */
export const totpFactors = ({ totps: [totp] }: User): AuthenticationFactor[] =>
  totp
    ? [
        {
          type: 'totp',
          delivery_method: 'authenticator_app',
          authenticator_app_factor: { totp_id: totp.totp_id },
        },
      ]
    : [];

const smsFactor = ({ phone_numbers: [phone] }: User): AuthenticationFactor => ({
  type: 'otp',
  delivery_method: 'sms',
  phone_number_factor: { phone_id: phone?.phone_id ?? '', phone_number: phone?.phone_number ?? '' },
});

const factorsOf: Record<NonNullable<SeedPerson['sessions']>[number], (user: User) => AuthenticationFactor[]> = {
  magic_link: (user) => [magicLinkFactor(user)],
  sms: (user) => [smsFactor(user)],
  password: () => [{ type: 'password', delivery_method: 'knowledge' }],
  totp: (user) => [magicLinkFactor(user), ...totpFactors(user)],
};

/** Active sessions of a user, started one hour apart before `start`. */
export const sessionsOf = (user: User, { sessions = [] }: SeedPerson, start: Date): SessionRecord[] =>
  sessions.map((began, index) => {
    const session_id = seedId('session', `consumer ${user.user_id} ${index}`);
    const at = timestamp(new Date(start.getTime() - (index + 1) * 3_600_000));
    return {
      token: seedSecret(`session ${session_id}`),
      session: {
        session_id,
        user_id: user.user_id,
        started_at: at,
        last_accessed_at: at,
        expires_at: timestamp(new Date(start.getTime() + 7 * 86_400_000)),
        attributes: { ip_address: '203.0.113.7', user_agent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5)' },
        authentication_factors: factorsOf[began](user).map((factor) => ({
          ...factor,
          created_at: at,
          updated_at: at,
          last_authenticated_at: at,
        })),
        roles: user.roles,
      },
    };
  });

/** Session that Stytch documents for testing. It expires in 2045. */
export const testSessionOf = ({ users }: ConsumerStore): SessionRecord[] => {
  const user = users.with('email', testEmail)[0];
  if (!user) return [];
  const at = user.created_at ?? '';
  return [
    {
      token: testSessionToken,
      session: {
        session_id: seedId('session', 'consumer test value'),
        user_id: user.user_id,
        started_at: at,
        last_accessed_at: at,
        expires_at: '2045-01-01T00:00:00Z',
        attributes: { ip_address: '', user_agent: '' },
        authentication_factors: [
          { ...magicLinkFactor(user), created_at: at, updated_at: at, last_authenticated_at: at },
        ],
        roles: user.roles,
      },
    },
  ];
};
