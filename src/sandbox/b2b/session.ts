import { decodeJwt } from 'jose';
import { fail } from '../errors.ts';
import type { DomainHandlers, HandlerRequest, RequestBody } from '../handler.ts';
import {
  accessTokenFactor,
  importedFactor,
  readAccessToken,
  readLegacySession,
  readTrustedToken,
  spendAccessToken,
  spendTrustedToken,
  trustedTokenFactor,
} from '../shared/foreign-token.ts';
import { noSession, withFactor } from '../shared/live-session.ts';
import { publicKeys } from '../shared/tokens.ts';
import { grantingRoles } from './authorize.ts';
import { factorsKeptIn } from './exchange.ts';
import { findMember, findMemberAnywhere, findOrganization, lookUpOrganization, memberByEmail } from './find.ts';
import { findLiveSession, renewSession, revokeSessionsOf, sessionRoleIds, sessionsOf } from './live-session.ts';
import { sessionOptionsOf, signIn, signInResult, startMemberSession } from './sign-in.ts';
import type { Member, SessionRecord, Store } from './store.ts';

type Check = NonNullable<RequestBody<'api_b2b_session_v1_Authenticate'>['authorization_check']>;

/**
 * Verdict of an authorization check, with the roles that permit the action. Rejects an action that no role permits.
 */
const verdictOn = (store: Store, member: Member, { session }: SessionRecord, check: Check) => {
  const own = findOrganization(store, member.organization_id);
  if (lookUpOrganization(store, check.organization_id) !== own) {
    fail(403, 'session_authorization_tenancy_error', 'The session belongs to another organization.');
  }
  const granting_roles = grantingRoles(store, own, sessionRoleIds(member, session), check.resource_id, check.action);
  if (granting_roles.length === 0) {
    const what = `${check.action} on ${check.resource_id}`;
    fail(403, 'session_authorization_error', `The session lacks the permission ${what}.`);
  }
  return { authorized: true, granting_roles };
};

/** Unverified subject of a JWT; undefined if the JWT is unreadable. */
const claimedSubject = (jwt: string): string | undefined => {
  try {
    return decodeJwt(jwt).sub;
  } catch {
    return undefined;
  }
};

/** Member whose sessions a request would revoke. The JWT is not verified here: the operation verifies it. */
const revocationTarget = ({ store, body }: HandlerRequest<'api_b2b_session_v1_Revoke'>): Member | undefined => {
  const { member_session_id, session_token, session_jwt, member_id } = body;
  if (member_id) return findMemberAnywhere(store, member_id);
  const owner = session_jwt
    ? claimedSubject(session_jwt)
    : [...store.sessions.values()].find(
        ({ session, token }) => session.member_session_id === member_session_id || token === session_token,
      )?.session.member_id;
  return store.members.get(owner ?? '');
};

type Attestation = RequestBody<'api_b2b_session_v1_Attest'>;

/** Member of a trusted auth token, and the token's id. */
const memberOfToken = async (store: Store, { organization_id: wanted, ...sent }: Attestation) => {
  const { email, token_id, claims } = await readTrustedToken(store, sent);
  const { organization_id: claimed } = claims;
  const reference = typeof claimed === 'string' ? claimed : wanted;
  if (reference === undefined) {
    return fail(400, 'token_missing_organization_id_claim', 'Neither the token nor the request names an organization.');
  }
  const organization = findOrganization(store, reference);
  if (wanted !== undefined && findOrganization(store, wanted) !== organization) {
    fail(400, 'invalid_token_organization_id_claim', 'The token is meant for another organization.');
  }
  const member = memberByEmail(store, organization.organization_id, email);
  return {
    token_id,
    member: member ?? fail(404, 'member_not_found', 'The organization has no member with this address.'),
  };
};

export const session = {
  api_b2b_session_v1_Get: {
    answer: ({ store, query }) => {
      const member = findMember(store, findOrganization(store, query.organization_id), query.member_id);
      return { member_sessions: sessionsOf(store, member.member_id).map(({ session }) => session) };
    },
  },

  // An expired JWT is accepted as long as its session is active.
  api_b2b_session_v1_Authenticate: {
    answer: async ({ store, body }) => {
      const { record, member } = await findLiveSession(store, body, { allowExpiredJwt: true });
      const verdict = body.authorization_check && verdictOn(store, member, record, body.authorization_check);
      const renewed = renewSession(store, record, sessionOptionsOf(body));
      const { member_id: _, ...answer } = await signInResult(store, renewed);
      return { ...answer, ...(verdict ? { verdict } : {}) };
    },
  },

  api_b2b_session_v1_Revoke: {
    needs: {
      resource: 'stytch.member',
      action: 'revoke-sessions',
      self: (call) => revocationTarget(call)?.member_id,
      organizations: (call) => {
        const target = revocationTarget(call);
        return target ? [target.organization_id] : [];
      },
    },
    answer: async ({ store, body }) => {
      const { member_session_id, session_token, session_jwt, member_id } = body;
      const given = [member_session_id, session_token, session_jwt, member_id].filter(Boolean);
      if (given.length === 0) fail(400, 'no_session_revoke_arguments', 'Say which session, or whose, is to end.');
      if (given.length > 1) fail(400, 'too_many_session_revoke_arguments', 'Name the session in one way only.');
      if (member_id) {
        revokeSessionsOf(store, findMemberAnywhere(store, member_id).member_id);
        return {};
      }
      // An expired JWT can revoke its session.
      const id =
        member_session_id ||
        (await findLiveSession(store, { session_token, session_jwt }, { allowExpiredJwt: true })).record.session
          .member_session_id;
      if (!store.sessions.delete(id)) noSession();
      return {};
    },
  },

  // The original session stays active: a person may have sessions in several organizations.
  api_b2b_session_v1_Exchange: {
    answer: async ({ store, body }) => {
      const { record, member: from } = await findLiveSession(store, body);
      const organization = findOrganization(store, body.organization_id);
      const member = memberByEmail(store, organization.organization_id, from.email_address);
      if (!member) {
        const type = 'member_does_not_exist_in_organization';
        return fail(404, type, 'The organization has no member with the address of this session.');
      }
      const { authentication_factors } = record.session;
      const factors =
        member.member_id === from.member_id ? authentication_factors : factorsKeptIn(member, authentication_factors);
      if (factors.length === 0) {
        const type = 'insufficient_factors_for_session_exchange';
        return fail(400, type, 'No factor of the session says anything outside of its organization.');
      }
      return signIn(store, organization, member, factors, sessionOptionsOf(body), { locale: body.locale });
    },
  },

  // The organization's requirements were met when the token was issued, so no second factor is needed.
  api_b2b_session_v1_ExchangeAccessToken: {
    answer: async ({ store, body }) => {
      const { jti, client_id, personId } = await readAccessToken(store, body.access_token);
      const member = findMemberAnywhere(store, personId);
      const factors = withFactor(store, [], accessTokenFactor(client_id));
      return spendAccessToken(store, jti, 401, () =>
        signInResult(store, startMemberSession(store, member, factors, sessionOptionsOf(body))),
      );
    },
  },

  api_b2b_session_v1_Attest: {
    answer: async ({ store, body }) => {
      const { token_id, member } = await memberOfToken(store, body);
      const factor = trustedTokenFactor(token_id);
      return spendTrustedToken(store, token_id, async () => {
        if (!body.session_token && !body.session_jwt) {
          return signInResult(
            store,
            startMemberSession(store, member, withFactor(store, [], factor), sessionOptionsOf(body)),
          );
        }
        const { record } = await findLiveSession(store, body);
        if (record.session.member_id !== member.member_id) {
          fail(403, 'member_session_member_id_mismatch', 'The session belongs to another member.');
        }
        return signInResult(store, renewSession(store, record, { factor, ...sessionOptionsOf(body) }));
      });
    },
  },

  api_b2b_session_v1_Migrate: {
    answer: ({ store, body }) => {
      const organization = findOrganization(store, body.organization_id);
      const email = readLegacySession(store, body.session_token);
      const member = memberByEmail(store, organization.organization_id, email);
      if (!member) {
        const type = 'migrate_from_external_email_does_not_exist';
        return fail(404, type, 'The organization has no member with the address of the old session.');
      }
      const factors = withFactor(store, [], importedFactor);
      return signInResult(store, startMemberSession(store, member, factors, sessionOptionsOf(body)));
    },
  },

  api_b2b_session_v1_GetJWKS: {
    answer: ({ store, params }) => {
      if (params.project_id !== store.projectId) fail(404, 'project_not_found', 'There is no such project.');
      return { keys: publicKeys() };
    },
  },
} satisfies DomainHandlers;
