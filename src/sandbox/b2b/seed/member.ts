import { seedId, seedRecoveryCodes, seedSecret, seedTotpSecret } from '../../seed/id.ts';
import type { ProviderTokens } from '../../store.ts';
import { assignDirectly } from '../save.ts';
import type { Member, MemberSecrets, OauthProvider } from '../store.ts';
import { emailIdOf } from './id.ts';
import { oidcConnectionId, samlConnectionId } from './organization.ts';
import type { SeedPerson } from './people.ts';
import { groupId, scimConnectionId } from './scim.ts';

/** Per provider: name in the API, scopes and tenants. */
const providers: Record<OauthProvider, { type: string; scopes: string[]; tenants: string[] }> = {
  google: { type: 'Google', scopes: ['openid', 'email', 'profile'], tenants: [] },
  microsoft: { type: 'Microsoft', scopes: ['openid', 'email', 'profile', 'User.Read'], tenants: [] },
  slack: { type: 'Slack', scopes: ['openid', 'email', 'profile'], tenants: ['T0FERNHILL'] },
  hubspot: { type: 'Hubspot', scopes: ['oauth', 'crm.objects.contacts.read'], tenants: ['4471002'] },
  github: { type: 'Github', scopes: ['read:user', 'user:email'], tenants: ['7700101', '7700102'] },
};

const givenNameOf = (name: string) => name.split(' ')[0] ?? '';
const familyNameOf = (name: string) => name.split(' ').slice(1).join(' ');

const scimAttributes = (person: SeedPerson, id: string) => ({
  user_name: person.email,
  id,
  external_id: person.externalId ?? '',
  active: person.status !== 'deleted',
  groups: (person.groups ?? []).map((name) => ({ value: groupId(name), display: name })),
  display_name: person.name,
  nick_name: givenNameOf(person.name),
  profile_url: '',
  user_type: 'Employee',
  title: person.title ?? '',
  preferred_language: 'en',
  locale: 'en-GB',
  timezone: 'Europe/London',
  emails: [{ value: person.email, type: 'work', primary: true }],
  phone_numbers: [],
  addresses: [],
  ims: [],
  photos: [],
  entitlements: [],
  roles: [],
  x509certificates: [],
  name: {
    formatted: person.name,
    family_name: familyNameOf(person.name),
    given_name: givenNameOf(person.name),
    middle_name: '',
    honorific_prefix: '',
    honorific_suffix: '',
  },
  enterprise_extension: {
    employee_number: person.externalId ?? '',
    cost_center: 'CC-100',
    division: 'Retail',
    department: person.groups?.[0] ?? '',
    organization: 'Northgate Bank',
  },
});

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** ID token with an invalid signature: the sandbox does not have the provider's key. */
const idToken = (key: string) =>
  `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ sub: seedSecret(`sub ${key}`) })}.${seedSecret(`id ${key}`)}`;

/** Tokens with a distant expiry, valid at every start of the sandbox. */
const tokens = (key: string, scopes: string[], tenant_ids: string[] = []): ProviderTokens => ({
  access_token: seedSecret(`access ${key}`),
  refresh_token: seedSecret(`refresh ${key}`),
  id_token: idToken(key),
  access_token_expires_at: '2045-01-01T00:00:00Z',
  scopes,
  tenant_ids,
});

/** Member and secrets of a seeded person. */
export const member = (organizationId: string, person: SeedPerson): { member: Member; secrets: MemberSecrets } => {
  const status = person.status ?? 'active';
  const verified = status !== 'pending' && status !== 'invited';
  const key = `${organizationId} ${person.email}`;
  const member_id = seedId('member', key);
  const totpId = seedId('member-totp', key);
  const subject = (provider: string) => seedSecret(`${provider} ${key}`).replace(/\W/g, '').slice(0, 21);
  const registrationId = (provider: string) => seedId('oauth-member', `${provider} ${key}`);
  const ssoRegistrationId = seedId(`${person.sso}-registration`, key);
  const phone = person.phone ?? '';

  return {
    member: {
      organization_id: organizationId,
      member_id,
      email_address: person.email,
      email_address_verified: verified,
      status,
      name: person.name,
      is_breakglass: person.breakglass ?? false,
      is_admin: false,
      is_locked: false,
      mfa_enrolled: person.mfa ?? false,
      mfa_phone_number: phone,
      mfa_phone_number_verified: person.phoneVerified ?? false,
      default_mfa_method: person.totp ? 'totp' : phone ? 'sms_otp' : '',
      member_password_id: person.password ? seedId('member-password', key) : '',
      totp_registration_id: person.totp ? totpId : '',
      roles: assignDirectly(person.roles ?? []),
      retired_email_addresses: (person.retired ?? []).map((email_address) => ({
        email_id: emailIdOf(organizationId, email_address),
        email_address,
      })),
      oauth_registrations: (person.providers ?? []).map((provider) => ({
        provider_type: providers[provider].type,
        provider_subject: subject(provider),
        member_oauth_registration_id: registrationId(provider),
        locale: 'en',
        ...(provider === 'google' ? { profile_picture_url: 'https://pictures.example/person.png' } : {}),
      })),
      sso_registrations: person.sso
        ? [
            {
              connection_id: person.sso === 'saml' ? samlConnectionId : oidcConnectionId,
              external_id: person.externalId ?? person.email,
              registration_id: ssoRegistrationId,
              sso_attributes: { email: person.email, given_name: givenNameOf(person.name) },
            },
          ]
        : [],
      ...(person.groups
        ? {
            scim_registration: {
              connection_id: scimConnectionId,
              registration_id: seedId('scim-registration', key),
              ...(person.externalId ? { external_id: person.externalId } : {}),
              scim_attributes: scimAttributes(person, member_id),
            },
          }
        : {}),
      ...(person.externalId ? { external_id: person.externalId } : {}),
      trusted_metadata: person.trusted ?? {},
      untrusted_metadata: person.untrusted ?? {},
      created_at: person.joined,
      updated_at: person.joined,
    },
    secrets: {
      ...(person.password ? { password: person.password } : {}),
      ...(person.totp ? { totp: { totp_registration_id: totpId, secret: seedTotpSecret(key), verified: true } } : {}),
      recovery_codes: person.totp ? seedRecoveryCodes(key) : [],
      oauth_tokens: Object.fromEntries(
        (person.providers ?? []).map((provider) => [
          registrationId(provider),
          {
            ...tokens(`${provider} ${key}`, providers[provider].scopes, providers[provider].tenants),
            ...(provider === 'slack'
              ? { bot: { access_token: seedSecret(`bot ${key}`), scopes: ['chat:write'] } }
              : {}),
          },
        ]),
      ),
      oidc_tokens:
        person.sso === 'oidc' ? { [ssoRegistrationId]: tokens(`oidc ${key}`, ['openid', 'email', 'profile']) } : {},
    },
  };
};
