import type { OauthProvider } from '../store.ts';
import type { GroupName } from './scim.ts';

/** Short form of a seeded person; member.ts expands it to a member. */
export type SeedPerson = {
  name: string;
  email: string;
  joined: string;
  status?: 'active' | 'pending' | 'invited' | 'deleted';
  roles?: string[];
  externalId?: string;
  breakglass?: boolean;
  mfa?: boolean;
  phone?: string;
  phoneVerified?: boolean;
  password?: string;
  totp?: boolean;
  providers?: OauthProvider[];
  sso?: 'saml' | 'oidc';
  groups?: GroupName[];
  title?: string;
  retired?: string[];
  apps?: string[];
  /** Active sessions of the person, by the way each began. */
  sessions?: ('magic_link' | 'password' | 'oauth' | 'sso' | 'totp' | 'otp')[];
  trusted?: Record<string, unknown>;
  untrusted?: Record<string, unknown>;
};

/** Members of Fernhill Bakery, with few restrictions. */
export const bakeryPeople: SeedPerson[] = [
  {
    name: 'Ada Okafor',
    email: 'ada@fernhill.example',
    joined: '2023-03-14T08:31:00Z',
    roles: ['stytch_admin'],
    externalId: 'staff-1',
    password: 'sourdough at six in the morning',
    totp: true,
    mfa: true,
    phone: '+14155550101',
    phoneVerified: true,
    providers: ['google', 'slack'],
    apps: ['crumb-desktop', 'ledgerly'],
    sessions: ['totp', 'magic_link'],
    trusted: { employee_number: 1, cost_centre: 'head-office' },
    untrusted: { theme: 'dark', language: 'en' },
  },
  {
    name: 'Benedikt Lund',
    email: 'benedikt@fernhill.example',
    joined: '2023-03-15T09:00:00Z',
    roles: ['editor'],
    externalId: 'staff-2',
    password: 'rye needs a longer proof',
    providers: ['github'],
    apps: ['crumb-cli'],
    sessions: ['password'],
    untrusted: { theme: 'light' },
  },
  {
    name: 'Chiara Moretti',
    email: 'chiara@fernhill.example',
    joined: '2023-04-02T07:20:00Z',
    roles: ['people_manager'],
    providers: ['google', 'microsoft', 'slack', 'hubspot', 'github'],
    apps: ['crumb-desktop'],
    sessions: ['oauth', 'oauth'],
  },
  {
    name: 'Dmitri Sokolov',
    email: 'dmitri@fernhill.example',
    joined: '2023-05-19T11:45:00Z',
    roles: ['bookkeeper'],
    apps: ['ledgerly'],
    phone: '+14155550104',
    phoneVerified: true,
    mfa: true,
    sessions: ['otp'],
    retired: ['dima.sokolov@oldmail.example'],
  },
  {
    name: 'Esperanza Vidal',
    email: 'esperanza@fernhill.example',
    joined: '2023-06-01T06:00:00Z',
    sessions: ['magic_link'],
  },
  { name: 'Femi Adeyemi', email: 'femi@fernhill.example', joined: '2023-06-01T06:05:00Z', phone: '+14155550106' },
  { name: 'Greta Lindqvist', email: 'greta@fernhill.example', joined: '2023-08-12T08:00:00Z', roles: ['editor'] },
  { name: 'Hiro Tanaka', email: 'hiro@fernhill.example', joined: '2023-09-09T10:10:00Z', providers: ['google'] },
  {
    name: 'Imogen Clarke',
    email: 'imogen@fernhill.example',
    joined: '2023-10-23T13:30:00Z',
    password: 'croissants have eighty one layers',
    totp: true,
    mfa: true,
    sessions: ['totp'],
  },
  {
    name: 'Jonas Weber',
    email: 'jonas@fernhill.example',
    joined: '2024-01-08T08:00:00Z',
    untrusted: { allergies: 'flour' },
  },
  {
    name: 'Khadija Benali',
    email: 'khadija@fernhill.example',
    joined: '2024-01-22T08:00:00Z',
    providers: ['microsoft'],
  },
  { name: 'Liam Byrne', email: 'liam@fernhill.example', joined: '2024-02-14T08:00:00Z', sessions: ['magic_link'] },
  {
    name: 'Mei-Ling Zhao',
    email: 'meiling@fernhill.example',
    joined: '2024-03-03T08:00:00Z',
    retired: ['mei@fernhill.example', 'zhao.ml@college.example'],
  },
  { name: 'Nia Roberts', email: 'nia@fernhill.example', joined: '2024-04-17T08:00:00Z', apps: ['crumb-cli'] },
  { name: 'Oskar Nowak', email: 'oskar@fernhill.example', joined: '2024-05-05T08:00:00Z', providers: ['hubspot'] },
  { name: 'Priya Raman', email: 'priya@fernhill.example', joined: '2024-06-30T08:00:00Z', status: 'pending' },
  {
    name: '',
    email: 'quentin@supplier.example',
    joined: '2024-09-01T08:00:00Z',
    status: 'invited',
    roles: ['bookkeeper'],
  },
  { name: '', email: 'rosa@fernhill.example', joined: '2025-01-15T08:00:00Z', status: 'invited' },
  { name: 'Sven Halvorsen', email: 'sven@fernhill.example', joined: '2023-03-20T08:00:00Z', status: 'deleted' },
  { name: 'Tilda Brandt', email: 'tilda@fernhill.example', joined: '2023-07-07T08:00:00Z', status: 'deleted' },
  {
    name: 'Sandbox Tester',
    email: 'sandbox@stytch.com',
    joined: '2023-03-14T09:00:00Z',
    phone: '+10000000000',
    phoneVerified: true,
  },
];

/** Members of Northgate Bank, provisioned by its identity provider and with a mandatory second factor. */
export const bankPeople: SeedPerson[] = [
  {
    name: 'Ursula Hartmann',
    email: 'ursula.hartmann@northgate.example',
    joined: '2022-11-02T10:01:00Z',
    roles: ['stytch_admin'],
    externalId: 'E-0001',
    totp: true,
    mfa: true,
    sso: 'saml',
    groups: ['Platform engineering'],
    title: 'Head of identity',
    apps: ['crumb-desktop'],
    sessions: ['sso', 'totp'],
    trusted: { clearance: 'high' },
  },
  {
    name: 'Break Glass',
    email: 'breakglass@northgate.example',
    joined: '2022-11-02T10:05:00Z',
    roles: ['stytch_admin'],
    breakglass: true,
    password: 'sealed envelope in the second vault',
    totp: true,
    mfa: true,
  },
  {
    name: 'Viktor Petrov',
    email: 'viktor.petrov@northgate.example',
    joined: '2022-12-01T09:00:00Z',
    externalId: 'E-0002',
    totp: true,
    mfa: true,
    sso: 'saml',
    groups: ['Branch managers', 'Tellers'],
    title: 'Branch manager',
    apps: ['ledgerly'],
    sessions: ['sso'],
  },
  {
    name: 'Wanjiru Kamau',
    email: 'wanjiru.kamau@northgate.example',
    joined: '2022-12-05T09:00:00Z',
    externalId: 'E-0003',
    totp: true,
    mfa: true,
    sso: 'saml',
    groups: ['Internal audit'],
    title: 'Auditor',
    sessions: ['sso'],
  },
  {
    name: 'Xavier Dubois',
    email: 'xavier.dubois@northgate.example',
    joined: '2023-01-10T09:00:00Z',
    externalId: 'E-0004',
    sso: 'saml',
    groups: ['Tellers'],
    title: 'Teller',
    mfa: true,
    sessions: ['sso'],
  },
  {
    name: 'Yasmin Haddad',
    email: 'yasmin.haddad@northgate.example',
    joined: '2023-01-11T09:00:00Z',
    externalId: 'E-0005',
    sso: 'saml',
    groups: ['Tellers'],
    title: 'Teller',
    mfa: true,
  },
  {
    name: 'Zoltan Nagy',
    email: 'zoltan.nagy@northgate.example',
    joined: '2023-02-01T09:00:00Z',
    externalId: 'E-0006',
    sso: 'saml',
    groups: ['Risk'],
    title: 'Risk analyst',
    mfa: true,
    totp: true,
  },
  {
    name: 'Aisha Rahman',
    email: 'aisha.rahman@northgate.example',
    joined: '2023-02-15T09:00:00Z',
    externalId: 'E-0007',
    sso: 'saml',
    groups: ['Accounts payable'],
    title: 'Clerk',
    mfa: true,
  },
  {
    name: 'Bruno Alves',
    email: 'bruno.alves@northgate.example',
    joined: '2023-03-01T09:00:00Z',
    externalId: 'E-0008',
    sso: 'saml',
    groups: ['Branch managers'],
    title: 'Branch manager',
    mfa: true,
  },
  {
    name: 'Carmen Ruiz',
    email: 'carmen.ruiz@northgate.example',
    joined: '2023-03-15T09:00:00Z',
    externalId: 'E-0009',
    sso: 'saml',
    groups: ['Risk', 'Internal audit'],
    title: 'Risk lead',
    mfa: true,
  },
  {
    name: 'Deepak Iyer',
    email: 'deepak.iyer@northgate.example',
    joined: '2023-04-01T09:00:00Z',
    externalId: 'E-0010',
    providers: ['google'],
    groups: ['Platform engineering'],
    title: 'Engineer',
    mfa: true,
    sessions: ['oauth'],
  },
  {
    name: 'Elin Strand',
    email: 'elin.strand@northgate.example',
    joined: '2023-04-15T09:00:00Z',
    externalId: 'E-0011',
    sso: 'saml',
    title: 'Counsel',
    mfa: true,
  },
  {
    name: 'Farid Mansour',
    email: 'farid.mansour@northgate.example',
    joined: '2023-05-01T09:00:00Z',
    externalId: 'E-0012',
    groups: ['Tellers'],
    title: 'Teller',
    mfa: true,
  },
  {
    name: 'Gwen Pritchard',
    email: 'gwen.pritchard@northgate.example',
    joined: '2023-06-01T09:00:00Z',
    externalId: 'E-0013',
    groups: ['Tellers'],
    title: 'Teller',
    mfa: true,
    retired: ['gwen.jones@northgate.example'],
  },
  {
    name: 'Hamza Yilmaz',
    email: 'hamza@contractors.northgate.example',
    joined: '2024-02-01T09:00:00Z',
    sso: 'oidc',
    mfa: true,
    title: 'Contractor',
    sessions: ['sso'],
  },
  {
    name: 'Ingrid Solberg',
    email: 'ingrid@contractors.northgate.example',
    joined: '2024-02-01T09:30:00Z',
    sso: 'oidc',
    mfa: true,
  },
  {
    name: 'Jamal Carter',
    email: 'jamal@contractors.northgate.example',
    joined: '2024-07-01T09:00:00Z',
    providers: ['github'],
    mfa: true,
  },
  {
    name: 'Katya Ivanova',
    email: 'katya.ivanova@northgate.example',
    joined: '2024-08-01T09:00:00Z',
    status: 'pending',
    mfa: true,
  },
  { name: '', email: 'lars.eriksen@northgate.example', joined: '2024-11-01T09:00:00Z', status: 'invited' },
  {
    name: 'Mariam Diallo',
    email: 'mariam.diallo@northgate.example',
    joined: '2023-05-20T09:00:00Z',
    status: 'deleted',
    externalId: 'E-0014',
  },
  { name: 'Nils Berg', email: 'nils.berg@northgate.example', joined: '2023-05-21T09:00:00Z', status: 'deleted' },
  // The same person as in the bakery, to switch organizations.
  {
    name: 'Ada Okafor',
    email: 'ada@fernhill.example',
    joined: '2024-09-10T09:00:00Z',
    breakglass: true,
    mfa: false,
    roles: ['auditor'],
  },
];
