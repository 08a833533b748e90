import type { Context } from '../../src/graphql/context.ts';
import { forward } from '../forward.ts';
import { preventMailEnumeration } from './enumeration-prevention.ts';

const INVITE = '/v1/b2b/magic_links/email/invite';
const invite = forward('post', INVITE, { roleIds: 'roles' });
type Invitation = Parameters<typeof invite>[1]['input'];

export const sendMemberMagicLink = preventMailEnumeration(
  forward('post', '/v1/b2b/magic_links/email/login_or_signup', { codeChallenge: 'pkce_code_challenge' }),
);
export const sendDiscoveryMagicLink = preventMailEnumeration(
  forward('post', '/v1/b2b/magic_links/email/discovery/send', { codeChallenge: 'pkce_code_challenge' }),
);

/** Invitations by a member are sent in the name of that member. */
export const inviteMember = Object.assign(
  (root: unknown, { input }: { input: Invitation }, context: Context) => {
    const { caller } = context;
    const own = caller.kind === 'member' ? { invitedByMemberId: caller.memberId } : {};
    return invite(root, { input: { ...input, ...own } }, context);
  },
  { renames: invite.renames },
);

export const authenticateMemberMagicLink = forward('post', '/v1/b2b/magic_links/authenticate', {
  token: 'magic_links_token',
  codeVerifier: 'pkce_code_verifier',
});
export const authenticateDiscoveryMagicLink = forward('post', '/v1/b2b/magic_links/discovery/authenticate', {
  token: 'discovery_magic_links_token',
  codeVerifier: 'pkce_code_verifier',
});
