import { fail } from '../errors.ts';
import { withFactor } from '../shared/live-session.ts';
import { checkUnlocked } from '../shared/lock.ts';
import type { AuthenticationFactor } from '../store.ts';
import { renewSession } from './live-session.ts';
import { resetFailures } from './lock.ts';
import { findSigningInMember } from './second-factor.ts';
import { sessionOptionsOf, signIn, signInResult } from './sign-in.ts';
import type { Member, Store } from './store.ts';

type FirstFactorRequest = Parameters<typeof sessionOptionsOf>[0] & {
  session_token?: string;
  session_jwt?: string;
  intermediate_session_token?: string;
  locale?: string;
};

/**
 * Signs a member in with a first factor that was just proven. A session in the request gets the factor and needs no
 * second one; an intermediate session gets it too and is consumed once no factor is missing. A refusal changes nothing,
 * so callers consume their token afterwards.
 */
export const completeFirstFactor = async (
  store: Store,
  member: Member,
  factor: AuthenticationFactor,
  sent: FirstFactorRequest,
) => {
  const { organization_id, member_id } = member;
  const { organization, base } = await findSigningInMember(
    store,
    { ...sent, organization_id, member_id },
    { ignoreForeign: true },
  );
  if (base && 'sessionId' in base) {
    checkUnlocked(member);
    const record = store.sessions.get(base.sessionId);
    if (!record) return fail(404, 'session_not_found', 'The session has ended.');
    const renewed = renewSession(store, record, { factor, ...sessionOptionsOf(sent) });
    resetFailures(store, member);
    return { ...(await signInResult(store, renewed)), member_authenticated: true, intermediate_session_token: '' };
  }
  const factors = withFactor(store, base?.factors ?? [], factor);
  const intermediate = base?.intermediate;
  if (intermediate && !store.intermediateSessions.has(intermediate)) {
    return fail(404, 'intermediate_session_not_found', 'The intermediate session was used already.');
  }
  return signIn(store, organization, member, factors, sessionOptionsOf(sent), { locale: sent.locale, intermediate });
};
