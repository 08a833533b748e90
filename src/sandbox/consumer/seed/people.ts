import type { PlayedProvider } from '../../shared/oauth-account.ts';

/** Factors of a session; a second factor follows a first one. */
type Began = 'magic_link' | 'sms' | 'password' | 'totp';

/** Short form of a seeded person; user.ts expands it to a user. */
export type SeedPerson = {
  first: string;
  last: string;
  joined: string;
  /** Overrides the derived id with the one that Stytch documents. */
  id?: string;
  status?: 'active' | 'pending';
  email?: string;
  emailVerified?: boolean;
  phone?: string;
  phoneVerified?: boolean;
  password?: string;
  providers?: PlayedProvider[];
  webauthn?: string[];
  totp?: boolean;
  wallets?: { type: 'ethereum' | 'solana'; address: string }[];
  biometric?: boolean;
  roles?: string[];
  externalId?: string;
  locked?: boolean;
  apps?: string[];
  sessions?: Began[];
  trusted?: Record<string, unknown>;
  untrusted?: Record<string, unknown>;
};

/** Users for examples and tests, each with different features. */
const known: SeedPerson[] = [
  {
    first: 'Ada',
    last: 'Lovelace',
    joined: '2024-02-11T09:30:00Z',
    email: 'ada@lovelace.example',
    phone: '+14155550101',
    password: 'analytical engines weave by night',
    providers: ['google', 'github'],
    webauthn: ['localhost', 'crumb.example'],
    totp: true,
    wallets: [{ type: 'ethereum', address: '0x9858EfFD232B4033E47d90003D41EC34EcaEda94' }],
    biometric: true,
    roles: ['editor'],
    apps: ['crumb-desktop', 'ledgerly'],
    sessions: ['totp', 'sms'],
    trusted: { plan: 'pro' },
    untrusted: { theme: 'dark' },
  },
  {
    first: 'Ben',
    last: 'Okafor',
    joined: '2024-05-02T18:12:00Z',
    email: 'ben@okafor.example',
    roles: ['reader'],
    apps: ['crumb-cli'],
    sessions: ['magic_link'],
  },
  {
    first: 'Carla',
    last: 'Núñez',
    joined: '2024-06-20T08:00:00Z',
    email: 'carla@nunez.example',
    password: 'tea with seven otters',
    locked: true,
  },
  {
    first: 'Dmitri',
    last: 'Volkov',
    joined: '2025-01-07T11:45:00Z',
    email: 'dmitri@volkov.example',
    status: 'pending',
    emailVerified: false,
  },
  {
    first: 'Emi',
    last: 'Tanaka',
    joined: '2025-01-09T02:30:00Z',
    phone: '+14155550105',
    status: 'pending',
    phoneVerified: false,
  },
  {
    first: 'Farid',
    last: 'Haddad',
    joined: '2023-11-30T16:20:00Z',
    email: 'farid@haddad.example',
    externalId: 'crm-1006',
    phone: '+14155550106',
  },
  {
    first: 'Greta',
    last: 'Lindqvist',
    joined: '2023-12-24T20:05:00Z',
    email: 'greta@lindqvist.example',
    externalId: 'legacy|1007',
  },
  {
    first: 'Hugo',
    last: 'Martins',
    joined: '2024-08-15T13:37:00Z',
    email: 'hugo@martins.example',
    emailVerified: false,
    password: 'eleven paper lanterns',
  },
  {
    first: 'Iris',
    last: 'Papadaki',
    joined: '2024-09-01T07:07:00Z',
    wallets: [{ type: 'solana', address: '7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV' }],
  },
  {
    first: 'Jonas',
    last: 'Weber',
    joined: '2024-03-03T10:10:00Z',
    email: 'jonas@weber.example',
    biometric: true,
    phone: '+14155550110',
  },
  { first: 'Kiri', last: 'Tamati', joined: '2024-04-18T22:00:00Z', providers: ['apple'], email: 'kiri@tamati.example' },
  {
    first: 'Leila',
    last: 'Rahimi',
    joined: '2024-07-07T12:00:00Z',
    email: 'leila@rahimi.example',
    totp: true,
    roles: ['editor', 'reader'],
  },
  {
    first: 'Sandbox',
    last: 'Tester',
    joined: '2023-01-01T00:00:00Z',
    id: 'user-test-e3795c81-f849-4167-bfda-e4a6e9c280fd',
    email: 'sandbox@stytch.com',
    phone: '+10000000000',
    totp: true,
    wallets: [{ type: 'ethereum', address: '0x6df2dB4Fb3DA35d241901Bd53367770BF03123f1' }],
  },
];

const firsts = ['Mila', 'Noor', 'Oskar', 'Priya', 'Quentin', 'Rosa', 'Samir', 'Tove', 'Uma', 'Viktor'];
const lasts = ['Abreu', 'Brandt', 'Castillo'];
const providers: PlayedProvider[] = ['google', 'microsoft', 'discord', 'github'];

/** Thirty more users, for several pages of lists: each has an email address, some have other factors. */
const crowd = lasts.flatMap((last, row) =>
  firsts.map((first, column): SeedPerson => {
    const n = row * firsts.length + column;
    const provider = providers[n % providers.length];
    return {
      first,
      last,
      joined: `2024-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 27) + 1).padStart(2, '0')}T08:00:00Z`,
      email: `${first}.${last}@example.com`.toLowerCase(),
      ...(n % 3 === 0 ? { phone: `+1415555${String(200 + n).padStart(4, '0')}` } : {}),
      ...(n % 4 === 0 && provider ? { providers: [provider] } : {}),
      ...(n % 5 === 0 ? { webauthn: ['crumb.example'] } : {}),
      ...(n % 7 === 0 ? { roles: ['reader'] } : {}),
    };
  }),
);

export const people: readonly SeedPerson[] = [...known, ...crowd];
