import { createHash } from 'node:crypto';

const hash = (text: string) => createHash('sha256').update(`stytch-graphql sandbox ${text}`).digest();

/** Deterministic Stytch id: the same arguments give the same id at every start. */
export const seedId = (kind: string, key: string) => {
  const hex = hash(`${kind} ${key}`).toString('hex');
  // Version and variant digits, so that it is valid as a random UUID.
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)];
  return `${kind}-test-${uuid.join('-')}`;
};

/** Deterministic secret. It is predictable and protects nothing. */
export const seedSecret = (key: string) => hash(`secret ${key}`).toString('base64url');

/** Deterministic TOTP secret: 32 characters of base32. */
export const seedTotpSecret = (key: string) => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return [...hash(`totp ${key}`)].map((byte) => alphabet[byte % 32]).join('');
};

/** Ten deterministic recovery codes in Stytch's form. */
export const seedRecoveryCodes = (key: string) =>
  Array.from({ length: 10 }, (_, n) => {
    const hex = hash(`recovery ${key} ${n}`).toString('hex');
    return [hex.slice(0, 4), hex.slice(4, 8), hex.slice(8, 12)].join('-');
  });
