import type { Context } from '../../src/graphql/context.ts';
import type { RestInput } from '../../src/stytch/contract/types.ts';
import { forward } from '../forward.ts';
import { preventMailEnumeration } from './discreet.ts';

type Invitation = RestInput<'post', '/v1/b2b/magic_links/email/invite'>;

export const sendMemberMagicLink = preventMailEnumeration(
  forward('post', '/v1/b2b/magic_links/email/login_or_signup', { codeChallenge: 'pkce_code_challenge' }),
);
export const sendDiscoveryMagicLink = preventMailEnumeration(
  forward('post', '/v1/b2b/magic_links/email/discovery/send', { codeChallenge: 'pkce_code_challenge' }),
);

/** A member who invites does so in their own name. */
export const inviteMember = (_: unknown, { input }: { input: Invitation }, { stytch, caller }: Context) =>
  stytch.call('post', '/v1/b2b/magic_links/email/invite', {
    ...input,
    ...(caller.kind === 'member' ? { invitedByMemberId: caller.memberId } : {}),
  });

export const authenticateMemberMagicLink = forward('post', '/v1/b2b/magic_links/authenticate', {
  token: 'magic_links_token',
  codeVerifier: 'pkce_code_verifier',
});
export const authenticateDiscoveryMagicLink = forward('post', '/v1/b2b/magic_links/discovery/authenticate', {
  token: 'discovery_magic_links_token',
  codeVerifier: 'pkce_code_verifier',
});
