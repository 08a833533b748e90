import { createHash } from 'node:crypto';
import { fail } from '../errors.ts';

/** Rejects a code challenge that is not a SHA-256 hash in base64url. */
export const checkChallenge = (challenge: string | undefined) => {
  if (challenge && !/^[\w-]{43}=?$/.test(challenge)) {
    fail(400, 'invalid_pkce_code_challenge', 'A code challenge is a SHA-256 hash in base64url.');
  }
};

/** Rejects a code verifier that does not match the code challenge of the flow (PKCE). */
export const checkPkce = (challenge: string | undefined, verifier: string | undefined) => {
  if (!challenge) {
    if (verifier) fail(400, 'pkce_did_not_expect_code_verifier', 'The flow was started without a code challenge.');
    return;
  }
  if (!verifier) return fail(400, 'pkce_expected_code_verifier', 'The flow was started with a code challenge.');
  if (createHash('sha256').update(verifier).digest('base64url') !== challenge.replace(/=+$/, '')) {
    fail(400, 'pkce_mismatch', 'The code verifier does not belong to the code challenge.');
  }
};
