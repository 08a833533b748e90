/** Impersonation of a person by the project's staff, shared by members and users. */

import { linkTo } from '../control/outbox.ts';
import { textIn } from '../control/sent.ts';
import { fail } from '../errors.ts';
import { type Impersonation, inMinutes, isPast, type ProjectStore } from '../store.ts';
import { checkEmail } from './checks.ts';
import { withFactor } from './live-session.ts';
import { newId, opaqueToken } from './tokens.ts';

const tokenMinutes = 5;

/** Lifetime of an impersonation session, in minutes. */
export const impersonationMinutes = 60;

/** Property that names the impersonator. */
export const IMPERSONATOR = 'impersonator_email_address';

/** Creates an impersonation token for a person, with the redirect URL that carries it. */
export const grantImpersonation = (
  store: ProjectStore,
  person_id: string,
  sent: Record<string, unknown>,
  tokenType: string,
) => {
  const impersonator_email_address = textIn(sent, IMPERSONATOR) || 'support@sandbox.example';
  checkEmail(impersonator_email_address);
  const impersonation_token = opaqueToken();
  store.impersonations.set(impersonation_token, {
    person_id,
    impersonator_id: newId('workspace-member'),
    impersonator_email_address,
    expires_at: inMinutes(store, tokenMinutes),
  });
  return { impersonation_token, redirect_url: linkTo(undefined, tokenType, impersonation_token) };
};

/**
 * Consumes an impersonation token. Returns the person and the factors of the session to start; rejects a wrong, expired
 * or used token.
 */
export const takeImpersonation = <Person>(
  store: ProjectStore,
  token: string,
  find: (granted: Impersonation) => Person | undefined,
) => {
  const granted = store.impersonations.get(token);
  const person = granted && !isPast(store, granted.expires_at) ? find(granted) : undefined;
  if (!granted || !person) {
    return fail(401, 'unable_to_auth_impersonation_token', 'The token is wrong, too old or was used before.');
  }
  store.impersonations.delete(token);
  const { impersonator_id, impersonator_email_address } = granted;
  const factors = withFactor(store, [], {
    type: 'impersonated',
    delivery_method: 'impersonation',
    impersonated_factor: { impersonator_id, impersonator_email_address },
  });
  return { person, factors };
};
