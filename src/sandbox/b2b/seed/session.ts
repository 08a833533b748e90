import { seedId, seedSecret } from '../../seed/id.ts';
import { type AuthenticationFactor, timestamp } from '../../store.ts';
import type { Member, Organization, SessionRecord } from '../store.ts';
import { emailIdOf, phoneIdOf } from './id.ts';
import type { SeedPerson } from './people.ts';

type Began = NonNullable<SeedPerson['sessions']>[number];

const emailFactor = (member: Member) => ({
  email_id: emailIdOf(member.organization_id, member.email_address),
  email_address: member.email_address,
});

const oauthFactor = (member: Member): AuthenticationFactor => {
  const registration = member.oauth_registrations[0];
  const factor = {
    id: registration?.member_oauth_registration_id ?? '',
    provider_subject: registration?.provider_subject ?? '',
    email_id: emailFactor(member).email_id,
  };
  return registration?.provider_type === 'Github'
    ? { type: 'oauth', delivery_method: 'oauth_github', github_oauth_factor: factor }
    : { type: 'oauth', delivery_method: 'oauth_google', google_oauth_factor: factor };
};

const ssoFactor = (member: Member): AuthenticationFactor => {
  const registration = member.sso_registrations[0];
  const factor = {
    id: registration?.registration_id ?? '',
    provider_id: registration?.connection_id ?? '',
    external_id: registration?.external_id ?? '',
  };
  return factor.provider_id.startsWith('oidc')
    ? { type: 'sso', delivery_method: 'sso_oidc', oidc_sso_factor: factor }
    : { type: 'sso', delivery_method: 'sso_saml', saml_sso_factor: factor };
};

const magicLink = (member: Member): AuthenticationFactor => ({
  type: 'magic_link',
  delivery_method: 'email',
  email_factor: emailFactor(member),
});

/** Factors of a session by the way it began; a second factor follows a first one. */
const factors: Record<Began, (member: Member) => AuthenticationFactor[]> = {
  magic_link: (member) => [magicLink(member)],
  password: () => [{ type: 'password', delivery_method: 'knowledge' }],
  oauth: (member) => [oauthFactor(member)],
  sso: (member) => [ssoFactor(member)],
  otp: (member) => [
    magicLink(member),
    {
      type: 'otp',
      delivery_method: 'sms',
      phone_number_factor: {
        phone_id: phoneIdOf(member.member_id, member.mfa_phone_number),
        phone_number: member.mfa_phone_number,
      },
    },
  ],
  totp: (member) => [
    { type: 'password', delivery_method: 'knowledge' },
    {
      type: 'totp',
      delivery_method: 'authenticator_app',
      authenticator_app_factor: { totp_id: member.totp_registration_id },
    },
  ],
};

const hour = 3_600_000;

/** Active sessions of a person. Ids and tokens are fixed; times are relative to `now`. */
export const sessions = (organization: Organization, member: Member, person: SeedPerson, now: Date): SessionRecord[] =>
  (person.sessions ?? []).map((began, n) => {
    const key = `${member.member_id} ${n}`;
    const at = (hours: number) => timestamp(new Date(now.getTime() + hours * hour));
    const started = at(-2 - n * 20);
    return {
      token: seedSecret(`session ${key}`),
      attributes: { ip_address: `203.0.113.${n + 10}`, user_agent: 'Mozilla/5.0 (X11; Linux x86_64)' },
      session: {
        member_session_id: seedId('session', key),
        member_id: member.member_id,
        organization_id: organization.organization_id,
        organization_slug: organization.organization_slug,
        started_at: started,
        last_accessed_at: at(-1),
        expires_at: at(24 * 30),
        authentication_factors: factors[began](member).map((factor) => ({
          ...factor,
          created_at: started,
          updated_at: started,
          last_authenticated_at: started,
        })),
        roles: [],
        ...(n === 0 && person.trusted ? { custom_claims: { locale: 'en-GB' } } : {}),
      },
    };
  });
