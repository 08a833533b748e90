/**
 * Distinguishes an invalid project secret from a wrong password: Stytch uses the same `error_type` for both. Before the
 * gateway reports a wrong password, an authorized request must have succeeded within 2 s, or a check is sent.
 * Concurrent callers share one check. While the secret is rejected, it is checked every 5 s.
 */

import type { RestOperation } from '../contract/operation.ts';
import { publicOperations } from '../contract/traits.ts';
import { StytchError } from '../error.ts';
import type { Log } from '../log.ts';
import type { UpstreamFailure, UpstreamResponse } from './request-attempt.ts';

/** Values of `error_type` with which Stytch rejects the project id or the secret, with status 401. */
const secretRefusals: ReadonlySet<unknown> = new Set([
  'invalid_authorization_header',
  'invalid_project_id_authentication',
  'invalid_secret_authentication',
  'unauthorized_credentials',
  'unauthorized_project_id_live',
  'unauthorized_project_id_test',
  'wrong_stack_live',
  'wrong_stack_test',
]);

/** The `error_type` that a wrong password has, too. */
const AMBIGUOUS = 'unauthorized_credentials';

/** Whether an `error_type` means that Stytch rejects the project id or secret. */
export const refusesSecret = (errorType: string | undefined): boolean => secretRefusals.has(errorType);

/** Milliseconds for which a success, or a rejected check, is trusted. */
const BELIEVED_MS = 2_000;
const RECHECK_MS = 5_000;

export interface ProjectSecretOptions {
  /** Sends a request that every valid secret may send. Rejects with StytchError. */
  readonly check: () => Promise<unknown>;
  readonly log: Log;
  /** Milliseconds on a monotonic clock. */
  readonly now?: (() => number) | undefined;
}

export interface ProjectSecret {
  /**
   * The outcome, with INVALID_CREDENTIALS if the secret is accepted and the credential was wrong. Synchronous if the
   * state of the secret is known.
   */
  judge(
    operation: RestOperation,
    outcome: UpstreamResponse | UpstreamFailure,
  ): UpstreamResponse | UpstreamFailure | Promise<UpstreamResponse | UpstreamFailure>;
  /** False from a rejected check until a request succeeds. */
  accepted(): boolean;
  close(): void;
}

export function createProjectSecret({
  check,
  log,
  now = () => performance.now(),
}: ProjectSecretOptions): ProjectSecret {
  let provenAt = Number.NEGATIVE_INFINITY;
  let refusedAt = Number.NEGATIVE_INFINITY;
  let isAccepted = true;
  let checking: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const prove = (): void => {
    provenAt = now();
    if (isAccepted) return;
    isAccepted = true;
    clearTimeout(timer);
    log.warn('stytch accepts the project secret again');
  };

  const refuse = ({ facts }: StytchError): void => {
    refusedAt = now();
    clearTimeout(timer);
    timer = setTimeout(() => void verify(), RECHECK_MS).unref();
    if (!isAccepted) return;
    isAccepted = false;
    const { errorType, requestId } = facts;
    log.error('stytch rejects the project id or secret', { errorType, statusCode: 401, requestId });
  };

  /** A check that fails for another reason changes nothing, and is repeated while the secret is rejected. */
  const runCheck = async (): Promise<void> => {
    try {
      await check();
      prove();
    } catch (cause) {
      if (isRefusal(cause)) refuse(cause);
      else if (!isAccepted) timer = setTimeout(() => void verify(), RECHECK_MS).unref();
    } finally {
      checking = undefined;
    }
  };
  const verify = (): Promise<void> => {
    checking ??= runCheck();
    return checking;
  };

  const isKnown = (): boolean => now() - provenAt < BELIEVED_MS || (!isAccepted && now() - refusedAt < BELIEVED_MS);

  return {
    accepted: () => isAccepted,
    close: () => clearTimeout(timer),
    judge(operation, outcome) {
      if (outcome.ok) {
        if (!publicOperations.has(operation.id)) prove();
        return outcome;
      }
      if (!isRefusal(outcome.error)) return outcome;
      if (operation.takesProof && outcome.error.facts.errorType === AMBIGUOUS) {
        const settle = () => (isAccepted ? wrongProof(outcome) : outcome);
        return isKnown() ? settle() : verify().then(settle);
      }
      if (!isKnown()) void verify();
      return outcome;
    },
  };
}

const isRefusal = (cause: unknown): cause is StytchError =>
  cause instanceof StytchError && cause.facts.statusCode === 401 && refusesSecret(cause.facts.errorType);

const wrongProof = (outcome: UpstreamFailure): UpstreamFailure => ({
  ...outcome,
  error: new StytchError({ ...outcome.error.facts, code: 'INVALID_CREDENTIALS' }),
});
