import { fail } from './errors.ts';
import { renewSession, withFactor } from './live-session.ts';
import { findClaimant } from './second-factor.ts';
import { showSignIn, signIn, wishes } from './sign-in.ts';
import type { AuthenticationFactor, Member, Store } from './store.ts';

type Sent = Parameters<typeof wishes>[0] & {
  session_token?: string;
  session_jwt?: string;
  intermediate_session_token?: string;
  locale?: string;
};

/**
 * Signs a member in by a first factor proven now. A session that the request brings along gets the factor on top and
 * asks for no second one; an intermediate session gets it too and is used up once nothing is lacking.
 * A caller spends its token afterwards.
 */
export const signInWith = async (store: Store, member: Member, factor: AuthenticationFactor, sent: Sent) => {
  const { organization_id, member_id } = member;
  const { organization, base } = await findClaimant(store, { ...sent, organization_id, member_id });
  if (base && 'sessionId' in base) {
    const record = store.sessions.get(base.sessionId);
    if (!record) return fail(404, 'session_not_found', 'The session has ended.');
    const renewed = await showSignIn(store, renewSession(store, record, { factor, ...wishes(sent) }));
    return { ...renewed, member_authenticated: true, intermediate_session_token: '' };
  }

  const factors = withFactor(store, base?.factors ?? [], factor);
  const answer = await signIn(store, organization, member, factors, wishes(sent), sent.locale);
  if (!base) return answer;
  if (answer.member_authenticated) {
    store.intermediateSessions.delete(base.intermediate);
    return answer;
  }
  // What is still lacking is waited for under the token that came with the request.
  const waiting = store.intermediateSessions.get(answer.intermediate_session_token);
  store.intermediateSessions.delete(answer.intermediate_session_token);
  if (waiting) store.intermediateSessions.set(base.intermediate, waiting);
  return { ...answer, intermediate_session_token: base.intermediate };
};
