/**
 * Credentials in an input. Stytch verifies them, so their sender needs no permission; the gateway checks only their
 * form.
 */
import { invalidInput } from '../stytch/error.ts';

/**
 * - `token`: an opaque token of Stytch: session, intermediate session, magic link, OAuth, SSO or password reset
 * - `jwt`: a session JWT, an access token of a connected app, or a trusted auth token
 * - `code`: a passcode or a recovery code, such as `123456` or `ckss-2skx-ebow`
 * - `password`: any text with a visible character
 * - `publicKeyCredential`: a WebAuthn credential as JSON
 * - `signature`: the signature of a crypto wallet, in hexadecimal, base58 or base64
 */
export type ProofKind = 'token' | 'jwt' | 'code' | 'password' | 'publicKeyCredential' | 'signature';

/** The input fields of a rule that hold a credential, each with its kind. */
export type Proofs = Readonly<Record<string, ProofKind>>;

/** Fields of a session as credential: its opaque token or its JWT. */
export const sessionProofs = { sessionToken: 'token', sessionJwt: 'jwt' } as const satisfies Proofs;

/** Form of a kind, and its name in error messages. */
interface ProofForm {
  readonly words: string;
  readonly fits: (text: string) => boolean;
}

/** A session JWT carries up to 4 kB of custom claims; a bearer token may be as long. */
const MAX_JWT_LENGTH = 16_384;
const MAX_PASSWORD_LENGTH = 4_096;
const MAX_CREDENTIAL_LENGTH = 16_384;

const token = /^[\w=+/-]{16,256}$/;
const jwt = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** Browsers send printable ASCII: binary values are base64url. */
const publicKeyCredential = /^\s*\{[\s\x21-\x7e]+\}\s*$/;
const signature = /^[\w=+/-]{16,1024}$/;
const code = /^[A-Za-z0-9][A-Za-z0-9-]{3,63}$/;
/** A letter, digit, punctuation mark or symbol that is visible (U+2800, blank braille, is not). */
const visible = /[[\p{L}\p{N}\p{P}\p{S}]--\p{Default_Ignorable_Code_Point}--[\u2800\u{1D159}]]/v;

const forms: Readonly<Record<ProofKind, ProofForm>> = {
  token: { words: 'a token of 16 to 256 characters', fits: (text) => token.test(text) },
  jwt: { words: 'a JWT', fits: (text) => text.length <= MAX_JWT_LENGTH && jwt.test(text) },
  code: { words: 'a code of 4 to 64 digits or letters', fits: (text) => code.test(text) },
  password: {
    words: `a password of at most ${MAX_PASSWORD_LENGTH} characters`,
    fits: (text) => text.length <= MAX_PASSWORD_LENGTH && visible.test(text),
  },
  publicKeyCredential: {
    words: `the JSON of a WebAuthn credential, at most ${MAX_CREDENTIAL_LENGTH} characters`,
    fits: (text) => text.length <= MAX_CREDENTIAL_LENGTH && publicKeyCredential.test(text),
  },
  signature: { words: 'a signature of 16 to 1024 characters', fits: (text) => signature.test(text) },
};

type Input = Readonly<Record<string, unknown>>;

/** Stytch treats an empty string as absent. */
const isGiven = (value: unknown): boolean => value !== null && value !== undefined && value !== '';

/**
 * Rejects a credential of an invalid form before any call.
 *
 * @throws StytchError INVALID_INPUT that names the field, never its value
 */
export function checkProofs(proofs: Proofs, input: Input): void {
  for (const field in proofs) {
    const value = input[field];
    const kind = proofs[field];
    if (!isGiven(value) || !kind) continue;
    if (typeof value !== 'string' || !forms[kind].fits(value)) {
      throw invalidInput(`\`${field}\` must be ${forms[kind].words}.`, [field]);
    }
  }
}

/** Whether the input holds a credential, of whatever form: `checkProofs` rejects an invalid form before any call. */
export const holdsProof = (proofs: Proofs, input: Input): boolean =>
  Object.keys(proofs).some((field) => isGiven(input[field]));
