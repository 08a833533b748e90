/** A Stytch that rejects requests. */
import type { Dispatcher } from 'undici';
import { routeOf } from './contract.ts';
import { replacing, stytchError } from './safety/replaced.ts';

/** Rejects every call with one error type, except those for identification and policy. */
export interface Refusal {
  /** The error type; if empty, calls pass. */
  word: string;
  /** Interceptor between the gateway and the sandbox. */
  readonly between: Dispatcher.DispatcherComposeInterceptor;
}

/** Creates a refusal with an HTTP status. Initially calls pass. */
export function createRefusal(status: number): Refusal {
  const isRefused = (method: string, path: string) =>
    !/rbac|jwks/i.test(routeOf(method, new URL(path, 'http://stytch.test').pathname).id);
  const refusal: Refusal = {
    word: '',
    between: replacing((method, path) =>
      refusal.word !== '' && isRefused(method, path) ? stytchError(status, refusal.word) : undefined,
    ),
  };
  return refusal;
}
