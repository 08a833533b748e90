import { emailIdOf } from './seed/id.ts';
import type { AuthenticationFactor, Member } from './store.ts';

/** What is left of a factor in another organization where the same person is another member; undefined is nothing. */
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
    // These providers do not vouch for the address, so the factor changes its name with the organization.
    case 'oauth_github':
      return { ...bare, delivery_method: 'oauth_exchange_github', github_oauth_exchange_factor: { email_id } };
    case 'oauth_slack':
      return { ...bare, delivery_method: 'oauth_exchange_slack', slack_oauth_exchange_factor: { email_id } };
    case 'oauth_hubspot':
      return { ...bare, delivery_method: 'oauth_exchange_hubspot', hubspot_oauth_exchange_factor: { email_id } };
    // Passwords, SSO and second factors belong to one member only.
    default:
      return undefined;
  }
};

/** The factors of a session that still count for a member of another organization. */
export const carriedInto = (member: Member, factors: readonly AuthenticationFactor[]): AuthenticationFactor[] =>
  factors.flatMap((factor) => carryOver(member, factor) ?? []);
