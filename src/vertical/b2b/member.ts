/** Members as callers: their sessions and what belongs to them. */
import type { JWTPayload } from 'jose';
import * as v from 'valibot';
import { expiryOf } from '../session-expiry.ts';
import type { MemberCaller, SessionFacts, TargetFacts } from '../vertical.ts';
import type { MemberIdentity, MemberTarget } from './identity.ts';

const SESSION = 'https://stytch.com/session';
const ORGANIZATION = 'https://stytch.com/organization';

const filled = v.pipe(v.string(), v.nonEmpty());

const sessionClaims = v.object({
  sub: v.pipe(v.string(), v.startsWith('member-')),
  [SESSION]: v.object({ id: filled, roles: v.array(v.string()) }),
  [ORGANIZATION]: v.object({ organization_id: filled, slug: v.string() }),
});

export const session: SessionFacts = {
  identityIn(claims: JWTPayload) {
    const { success, output } = v.safeParse(sessionClaims, claims);
    if (!success) return undefined;
    return {
      kind: 'member',
      organizationId: output[ORGANIZATION].organization_id,
      organizationSlug: output[ORGANIZATION].slug,
      memberId: output.sub,
      sessionId: output[SESSION].id,
      roles: output[SESSION].roles,
    };
  },
  async authenticate(stytch, shown, options) {
    const input = 'token' in shown ? { sessionToken: shown.token } : { sessionJwt: shown.jwt };
    const {
      member_session: found,
      member,
      session_jwt,
    } = await stytch.call('post', '/v1/b2b/sessions/authenticate', input, options);
    return {
      identity: {
        kind: 'member',
        organizationId: found.organization_id,
        organizationSlug: found.organization_slug,
        memberId: found.member_id,
        sessionId: found.member_session_id,
        roles: found.roles,
      },
      brings: { member },
      jwt: session_jwt,
      expiresAt: found.expires_at,
    };
  },
  endOf: (response) => ('member_session' in response ? expiryOf(response.member_session) : undefined),
  headersOf: (shown) =>
    'token' in shown ? { 'X-Stytch-Member-Session': shown.token } : { 'X-Stytch-Member-SessionJWT': shown.jwt },
};

/** Prefix of Stytch's organization ids. A slug may have it too, because its owner chooses it. */
const ORGANIZATION_ID = 'organization-';

const isOwnName = ({ organizationId, organizationSlug }: MemberIdentity, name: string): boolean =>
  name === organizationId || (name === organizationSlug && !name.startsWith(ORGANIZATION_ID));

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const target: TargetFacts = {
  fields: new Set(['organizationId', 'memberId']),
  ofEdge: (parent, args: MemberTarget) => ({
    organizationId: text(parent['organization_id']),
    memberId: text(parent['member_id']) ?? args.memberId,
  }),
  byOwnId<Given extends MemberTarget>(member: MemberCaller, given: Given): Given {
    const { organizationId, organizationIds } = given;
    if (
      typeof organizationId === 'string' &&
      organizationId !== member.organizationId &&
      isOwnName(member, organizationId)
    ) {
      return { ...given, organizationId: member.organizationId };
    }
    if (
      Array.isArray(organizationIds) &&
      organizationIds.length > 0 &&
      organizationIds.every((name) => isOwnName(member, name))
    ) {
      return { ...given, organizationIds: [member.organizationId] };
    }
    return given;
  },
  ownId: ({ memberId }: MemberCaller) => memberId,
  relationOf(member: MemberCaller, { organizationId, organizationIds, memberId }: MemberTarget, implied) {
    const own: MemberTarget = implied ? member : {};
    const organizations = organizationIds ?? [organizationId ?? own.organizationId];
    const isOwn = organizations.length > 0 && organizations.every((id) => id === member.organizationId);
    if (!isOwn) return 'foreign';
    return (memberId ?? own.memberId) === member.memberId ? 'self' : 'own';
  },
};
