import { fail } from '../errors.ts';
import { type AuthenticationFactor, isPast } from '../store.ts';
import { emailIdOf } from './seed/id.ts';
import type { IntermediateSession, Member, Store } from './store.ts';

/**
 * Equivalent of a factor for the same person's member in another organization; undefined if the factor does not carry
 * over.
 */
const carryOver = (member: Member, factor: AuthenticationFactor): AuthenticationFactor | undefined => {
  const email_id = emailIdOf(member.organization_id, member.email_address);
  const { google_oauth_factor, microsoft_oauth_factor, email_factor } = factor;
  const { github_oauth_factor: _, slack_oauth_factor: __, hubspot_oauth_factor: ___, ...bare } = factor;
  switch (factor.delivery_method) {
    case 'email':
      return email_factor?.email_address.toLowerCase() === member.email_address.toLowerCase()
        ? { ...factor, email_factor: { email_id, email_address: member.email_address } }
        : undefined;
    case 'oauth_google':
      return google_oauth_factor && { ...factor, google_oauth_factor: { ...google_oauth_factor, email_id } };
    case 'oauth_microsoft':
      return microsoft_oauth_factor && { ...factor, microsoft_oauth_factor: { ...microsoft_oauth_factor, email_id } };
    // These providers do not prove the address, so the factor becomes an exchange factor in another organization.
    case 'oauth_github':
      return { ...bare, delivery_method: 'oauth_exchange_github', github_oauth_exchange_factor: { email_id } };
    case 'oauth_slack':
      return { ...bare, delivery_method: 'oauth_exchange_slack', slack_oauth_exchange_factor: { email_id } };
    case 'oauth_hubspot':
      return { ...bare, delivery_method: 'oauth_exchange_hubspot', hubspot_oauth_exchange_factor: { email_id } };
    case 'oauth_exchange_github':
      return { ...bare, github_oauth_exchange_factor: { email_id } };
    case 'oauth_exchange_slack':
      return { ...bare, slack_oauth_exchange_factor: { email_id } };
    case 'oauth_exchange_hubspot':
      return { ...bare, hubspot_oauth_exchange_factor: { email_id } };
    // Passwords, SSO and second factors are bound to one member.
    default:
      return undefined;
  }
};

/** Factors of a session that count for a member of another organization. */
export const factorsKeptIn = (member: Member, factors: readonly AuthenticationFactor[]): AuthenticationFactor[] =>
  factors.flatMap((factor) => carryOver(member, factor) ?? []);

/** Intermediate session of a token. Rejects an unknown or expired token. */
export const findIntermediate = (store: Store, token: string): IntermediateSession => {
  const session = store.intermediateSessions.get(token);
  return session && !isPast(store, session.expires_at)
    ? session
    : fail(404, 'intermediate_session_not_found', 'There is no such intermediate session, or it has expired.');
};

/** Factors of an intermediate session that count for a member with the same address. */
export const factorsFor = (
  session: Pick<IntermediateSession, 'member_id' | 'factors'>,
  member: Member,
): AuthenticationFactor[] => {
  if (session.member_id === member.member_id) return session.factors;
  // A password proven in discovery is valid in all organizations.
  const across = session.member_id === undefined ? session.factors.filter(({ type }) => type === 'password') : [];
  return [...across, ...factorsKeptIn(member, session.factors)];
};
