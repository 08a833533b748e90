import type { ResponseFaults } from '../../src/stytch/client/response-faults.ts';
import { nullIfNotFound, unbatchedLoader } from '../batch.ts';
import { defineLoader } from '../loader.ts';
import type { MemberKey } from './member.ts';

/** The key of a member's tokens at a provider. */
export interface ProviderTokensKey extends MemberKey {
  readonly includeRefreshToken: boolean;
}

const tokens = <Value>(fetchOne: (key: ProviderTokensKey) => Promise<Value>) =>
  unbatchedLoader((key: ProviderTokensKey) => nullIfNotFound(fetchOne(key)));

const MEMBER = '/v1/b2b/organizations/{organization_id}/members/{member_id}';

/** Google's tokens of a member; null if they never signed in with Google. The loaders below work alike. */
export const googleTokensLoader = defineLoader(({ stytch }) =>
  tokens((key) => stytch.call('get', `${MEMBER}/oauth_providers/google`, key)),
);

export const microsoftTokensLoader = defineLoader(({ stytch }) =>
  tokens((key) => stytch.call('get', `${MEMBER}/oauth_providers/microsoft`, key)),
);

/** Loader for providers at which a member may have several accounts. */
const registrations = <Tokens>(
  fetchOne: (key: ProviderTokensKey) => Promise<{ registrations: Tokens[] }>,
  field: string,
  faults: ResponseFaults,
) =>
  tokens(async (key) => {
    const answer = await fetchOne(key);
    return faults.list(answer.registrations, { type: 'Member', field }, answer);
  });

export const slackTokensLoader = defineLoader(({ stytch, faults }) =>
  registrations(
    ({ organizationId, memberId }) =>
      stytch.call('get', `${MEMBER}/oauth_providers/slack`, { organizationId, memberId }),
    'slackTokens',
    faults,
  ),
);

export const hubspotTokensLoader = defineLoader(({ stytch, faults }) =>
  registrations((key) => stytch.call('get', `${MEMBER}/oauth_providers/hubspot`, key), 'hubspotTokens', faults),
);

export const githubTokensLoader = defineLoader(({ stytch, faults }) =>
  registrations((key) => stytch.call('get', `${MEMBER}/oauth_providers/github`, key), 'githubTokens', faults),
);

/** Tokens from the OIDC connections through which the member signed in. */
export const oidcTokensLoader = defineLoader(({ stytch, faults }) =>
  registrations((key) => stytch.call('get', `${MEMBER}/oidc_providers`, key), 'oidcTokens', faults),
);
