/** A Stytch that refuses what is sent to it. */
import type { Dispatcher } from 'undici';
import { routeOf } from './contract.ts';
import { replacing, stytchError } from './safety/replaced.ts';

/** Refuses every call with one error type, but for those that say who may what. */
export interface Refusal {
  /** The error type; an empty one lets calls pass. */
  word: string;
  /** Stands between the gateway and the sandbox. */
  readonly between: Dispatcher.DispatcherComposeInterceptor;
}

/** Creates a refusal with an HTTP status. It lets calls pass at first. */
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
