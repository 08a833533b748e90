/** The project's public keys, against which session JWTs are checked here. */
import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import type { Stytch } from '../stytch/client.ts';

/** An unknown key id makes us look for new keys at most this often (milliseconds), however many tokens carry one. */
const LOOK_AGAIN = 30_000;

/** The keys of one project. */
export interface Keys {
  /** Gives the key for a token. Rejects with jose's errors for a token that none fits, StytchError when none can be had. */
  readonly get: JWTVerifyGetKey;
  /** Fetches the keys ahead of the first token. */
  warm(): Promise<void>;
}

/** Fetches keys when they are first needed, and again for a key id that is not among them. */
export function createKeys(stytch: Stytch, projectId: string): Keys {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  let lookedAt = 0;

  const fetchKeys = async (): Promise<JWTVerifyGetKey> => {
    const answer = await stytch.call('get', '/v1/b2b/sessions/jwks/{project_id}', { projectId });
    return createLocalJWKSet({
      keys: answer.keys.map(({ kty, use, alg, kid, n, e }) => ({ kty, use, alg, kid, n, e })),
    });
  };
  const load = () => {
    const loading = fetchKeys();
    const before = keys;
    keys = loading;
    // Old keys are better than none.
    loading.catch(() => {
      if (keys === loading) keys = before;
    });
    return loading;
  };

  const get: JWTVerifyGetKey = async (header, token) => {
    const known = await (keys ?? load());
    try {
      return await known(header, token);
    } catch (cause) {
      if (!(cause instanceof errors.JWKSNoMatchingKey) || Date.now() - lookedAt < LOOK_AGAIN) throw cause;
      lookedAt = Date.now();
      return (await load())(header, token);
    }
  };
  return {
    get,
    warm: async () => {
      await load();
    },
  };
}
