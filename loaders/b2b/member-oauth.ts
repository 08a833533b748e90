import type { Stytch } from '../../src/stytch/client.ts';
import { each, orNull } from '../batch.ts';
import type { MemberKey } from './member.ts';

/** What finds a member's tokens at a provider. */
export interface TokenKey extends MemberKey {
  readonly includeRefreshToken: boolean;
}

const tokens = <Value>(fetchOne: (key: TokenKey) => Promise<Value>) => each((key: TokenKey) => orNull(fetchOne(key)));

const MEMBER = '/v1/b2b/organizations/{organization_id}/members/{member_id}';

/** Google's tokens for a member; null where they never signed in with Google. The others below are alike. */
export const googleTokensLoader = (stytch: Stytch) =>
  tokens((key) => stytch.call('get', `${MEMBER}/oauth_providers/google`, key));

export const microsoftTokensLoader = (stytch: Stytch) =>
  tokens((key) => stytch.call('get', `${MEMBER}/oauth_providers/microsoft`, key));

export const slackTokensLoader = (stytch: Stytch) =>
  tokens(async ({ organizationId, memberId }) => {
    const answer = await stytch.call('get', `${MEMBER}/oauth_providers/slack`, { organizationId, memberId });
    return answer.registrations;
  });

export const hubspotTokensLoader = (stytch: Stytch) =>
  tokens(async (key) => (await stytch.call('get', `${MEMBER}/oauth_providers/hubspot`, key)).registrations);

export const githubTokensLoader = (stytch: Stytch) =>
  tokens(async (key) => (await stytch.call('get', `${MEMBER}/oauth_providers/github`, key)).registrations);

/** Tokens from the OIDC connections of the organization, through which the member came. */
export const oidcTokensLoader = (stytch: Stytch) =>
  tokens(async (key) => (await stytch.call('get', `${MEMBER}/oidc_providers`, key)).registrations);
