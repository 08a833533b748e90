import { fail } from '../errors.ts';
import { withFactor } from '../shared/live-session.ts';
import { checkUnlocked } from '../shared/lock.ts';
import type { AuthenticationFactor } from '../store.ts';
import { factorsFor, findIntermediate } from './exchange.ts';
import { findMember, findOrganization } from './find.ts';
import { findLiveSession, renewSession, startSession } from './live-session.ts';
import { resetFailures } from './lock.ts';
import { primaryRequired, type sessionOptionsOf } from './sign-in.ts';
import { type Member, normalEmail, type Organization, type Store } from './store.ts';

type SecondFactorRequest = {
  organization_id: string;
  member_id: string;
  intermediate_session_token?: string;
  session_token?: string;
  session_jwt?: string;
};

/** The authentication that a second factor adds to: an intermediate session or an active session. */
type Base = { factors: AuthenticationFactor[] } & ({ intermediate: string } | { sessionId: string });
type Claimant = { organization: Organization; member: Member; base: Base | undefined };

const findBase = async (
  store: Store,
  member: Member,
  sent: SecondFactorRequest,
  ignoreForeign: boolean,
): Promise<Base | undefined> => {
  const { intermediate_session_token: intermediate, session_token, session_jwt } = sent;
  const given = [intermediate, session_token, session_jwt].filter(Boolean);
  if (given.length > 1) {
    return fail(400, 'too_many_session_arguments', 'Send one of intermediate session token, session token and JWT.');
  }
  if (given.length === 0) return undefined;

  if (intermediate) {
    const waiting = findIntermediate(store, intermediate);
    if (waiting.organization_id !== undefined && waiting.organization_id !== member.organization_id) {
      const type = 'invalid_intermediate_session_token_for_organization';
      return fail(400, type, 'The intermediate session belongs to another organization.');
    }
    // A discovery session has no member: its email address identifies the member in any organization.
    if (waiting.member_id !== undefined) checkOwner(waiting.member_id, member);
    else if (waiting.email_address !== normalEmail(member.email_address)) checkOwner('', member);
    return { intermediate, factors: factorsFor(waiting, member) };
  }
  const { record } = await findLiveSession(store, { session_token, session_jwt });
  if (ignoreForeign && record.session.member_id !== member.member_id) return undefined;
  checkOwner(record.session.member_id, member);
  return { sessionId: record.session.member_session_id, factors: record.session.authentication_factors };
};

const checkOwner = (ownerId: string, { member_id }: Member) => {
  if (ownerId !== member_id) fail(403, 'member_session_member_id_mismatch', 'The session belongs to another member.');
};

/**
 * Member of a request, with the member's own session or intermediate session if one was sent. Another member's session
 * is rejected, or ignored with `ignoreForeign`.
 */
export const findSigningInMember = async (
  store: Store,
  sent: SecondFactorRequest,
  { ignoreForeign = false } = {},
): Promise<Claimant> => {
  const organization = findOrganization(store, sent.organization_id);
  const member = findMember(store, organization, sent.member_id);
  return { organization, member, base: await findBase(store, member, sent, ignoreForeign) };
};

/**
 * Member of a request for a second factor. Rejects a locked member, a request without a session, and an intermediate
 * session that still needs a first factor.
 */
export const findMemberForSecondFactor = async (
  store: Store,
  sent: SecondFactorRequest,
): Promise<Claimant & { base: Base }> => {
  const { organization, member, base } = await findSigningInMember(store, sent);
  checkUnlocked(member);
  if (!base) {
    return fail(400, 'no_session_arguments', 'Send an intermediate session token, a session token or a session JWT.');
  }
  if ('intermediate' in base && primaryRequired(organization, member, base.factors)) {
    const type = 'action_available_only_once_primary_authentication_is_met';
    return fail(400, type, 'The organization asks for another first factor before a second one.');
  }
  return { organization, member, base };
};

/**
 * Adds a proven second factor: consumes the intermediate session and starts a session, or adds the factor to the
 * session. A refusal changes nothing, so callers consume their code afterwards.
 */
export const addSecondFactor = (
  store: Store,
  { member, base }: { member: Member; base: Base },
  factor: AuthenticationFactor,
  wanted: ReturnType<typeof sessionOptionsOf>,
) => {
  if ('sessionId' in base) {
    const live = store.sessions.get(base.sessionId);
    if (!live) return fail(404, 'session_not_found', 'The session has ended.');
    const renewed = renewSession(store, live, { factor, ...wanted });
    resetFailures(store, member);
    return renewed;
  }
  if (!store.intermediateSessions.has(base.intermediate)) {
    return fail(404, 'intermediate_session_not_found', 'The intermediate session was used already.');
  }
  const record = startSession(store, member, { factors: withFactor(store, base.factors, factor), ...wanted });
  store.intermediateSessions.delete(base.intermediate);
  resetFailures(store, member);
  return record;
};
