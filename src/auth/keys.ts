/** The project's public keys, against which session JWTs are checked here. */
import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import type { Stytch } from '../stytch/client.ts';

/** An unknown key id makes us look for new keys at most this often (milliseconds), however many tokens carry one. */
const LOOK_AGAIN = 30_000;
/** Keys older than this are fetched anew while they still serve, so that one that Stytch took back is not believed for ever. */
const REFRESH = 10 * 60_000;

/** The keys of one project. */
export interface Keys {
  /** Gives the key for a token. Rejects with jose's errors for a token that none fits, StytchError when none can be had. */
  readonly get: JWTVerifyGetKey;
  /** Fetches the keys ahead of the first token. */
  warm(): Promise<void>;
}

/** Fetches keys when they are first needed, and again for a key id that is not among them. Old keys are better than none. */
export function createKeys(stytch: Stytch, projectId: string): Keys {
  let known: JWTVerifyGetKey | undefined;
  let loading: Promise<JWTVerifyGetKey> | undefined;
  let lookedAt = 0;

  const fetchKeys = async (): Promise<JWTVerifyGetKey> => {
    try {
      const answer = await stytch.call('get', '/v1/b2b/sessions/jwks/{project_id}', { projectId });
      known = createLocalJWKSet({
        keys: answer.keys.map(({ kty, use, alg, kid, n, e }) => ({ kty, use, alg, kid, n, e })),
      });
      return known;
    } finally {
      loading = undefined;
    }
  };
  const load = (): Promise<JWTVerifyGetKey> => {
    if (!loading) {
      lookedAt = Date.now();
      loading = fetchKeys();
    }
    return loading;
  };

  const get: JWTVerifyGetKey = async (header, token) => {
    const keys = known ?? (await load());
    const age = () => Date.now() - lookedAt;
    if (age() > REFRESH) load().catch(() => {});
    try {
      return await keys(header, token);
    } catch (cause) {
      if (!(cause instanceof errors.JWKSNoMatchingKey) || (!loading && age() < LOOK_AGAIN)) throw cause;
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
