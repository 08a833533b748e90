import * as crypto from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import bcrypt from 'bcryptjs';
import type { operations } from '../../stytch/contract/contract.ts';
import { fail } from '../errors.ts';

type Migration = operations['api_b2b_password_v1_Migrate']['requestBody']['content']['application/json'];

/** Hash properties of a migration request, the same for members and users. */
export type SentHash = Pick<
  Migration,
  | 'hash'
  | 'hash_type'
  | 'md_5_config'
  | 'sha_1_config'
  | 'sha_512_config'
  | 'argon_2_config'
  | 'scrypt_config'
  | 'pbkdf_2_config'
>;

/** Whether a password matches the hash. Slow functions do not block the event loop. */
type Matches = (password: string) => boolean | Promise<boolean>;

/** A migrated password hash with the function that compares a password with it. */
export type PasswordHash = { hash_type: SentHash['hash_type']; matches: Matches };

const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && crypto.timingSafeEqual(a, b);
const isBase64 = (text: string) => /^[A-Za-z0-9+/]+={0,2}$/.test(text);
const bytes = (text: string) => Buffer.from(text, 'base64');

type Salts = { prepend_salt: string; append_salt: string };

/** MD5, SHA-1 and SHA-512: hash in hex, with a salt before or after the password. */
const plain = (
  algorithm: string,
  length: number,
  type: string,
  { hash }: SentHash,
  salts: Salts | undefined,
): Matches => {
  if (!new RegExp(`^[0-9a-f]{${length}}$`, 'i').test(hash))
    fail(400, type, `The hash is not one of ${algorithm} in hex.`);
  const expected = Buffer.from(hash, 'hex');
  const { prepend_salt: before = '', append_salt: after = '' } = salts ?? {};
  return (password: string) => same(crypto.hash(algorithm, `${before}${password}${after}`, 'buffer'), expected);
};

/** Rejects a number out of range. */
const within = (value: number, least: number, most: number, type: string): number =>
  value >= least && value <= most ? value : fail(400, type, `The number lies between ${least} and ${most}.`);

type Scrypt = { N: number; r: number; p: number; salt: Buffer; expected: Buffer };

const readScrypt = ({ hash, scrypt_config: config }: SentHash): Scrypt => {
  const phc = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(hash);
  if (phc) {
    const [, ln = '', r = '', p = '', salt = '', sum = ''] = phc;
    return { N: 2 ** Number(ln), r: Number(r), p: Number(p), salt: bytes(salt), expected: bytes(sum) };
  }
  if (!config) return fail(400, 'invalid_scrypt_parameters', 'A hash that is not in PHC form needs scrypt_config.');
  if (!isBase64(hash)) fail(400, 'invalid_base64_scrypt_hash', 'A scrypt hash comes in base64.');
  if (config.salt && !isBase64(config.salt)) fail(400, 'invalid_base64_scrypt_salt', 'A scrypt salt comes in base64.');
  const expected = bytes(hash);
  if (expected.length !== config.key_length) fail(400, 'scrypt_key_length_mismatch', 'The hash has another length.');
  return { N: config.n_parameter, r: config.r_parameter, p: config.p_parameter, salt: bytes(config.salt), expected };
};

/** Runs in Node's thread pool. */
const scryptSum = promisify<string, Buffer, number, crypto.ScryptOptions, Buffer>(crypto.scrypt);
const pbkdf2Sum = promisify(crypto.pbkdf2);

const scrypt = (sent: SentHash): Matches => {
  const { N, r, p, salt, expected } = readScrypt(sent);
  within(N, 2, 262_144, 'invalid_scrypt_n_parameter');
  if (!Number.isInteger(Math.log2(N))) fail(400, 'invalid_scrypt_n_parameter', 'N is a power of two.');
  within(r, 1, 32, 'invalid_scrypt_parameters');
  within(p, 1, 16, 'invalid_scrypt_parameters');
  within(salt.length, 1, 1024, 'invalid_scrypt_salt_length');
  const options = { N, r, p, maxmem: 256 * (N + p) * r + 65_536 };
  return async (password) => same(await scryptSum(password, salt, expected.length, options), expected);
};

const pbkdf2 = ({ hash, pbkdf_2_config: config }: SentHash): Matches => {
  if (!config) return fail(400, 'invalid_pbkdf_2_hash', 'A PBKDF2 hash needs pbkdf_2_config.');
  if (!isBase64(hash)) fail(400, 'invalid_pbkdf_2_hash', 'A PBKDF2 hash comes in base64.');
  if (!isBase64(config.salt)) fail(400, 'invalid_pbkdf_2_salt', 'A PBKDF2 salt comes in base64.');
  const iterations = within(config.iteration_amount, 1, 10_000_000, 'invalid_pbkdf_2_iteration_amount');
  const algorithm = config.algorithm || 'sha256';
  if (!['sha256', 'sha512'].includes(algorithm)) {
    fail(400, 'invalid_pbkdf_2_algorithm', 'PBKDF2 is taken with sha256 or sha512.');
  }
  const expected = bytes(hash);
  if (expected.length !== config.key_length) fail(400, 'pbkdf_2_key_length_mismatch', 'The hash has another length.');
  const salt = bytes(config.salt);
  return async (password) => same(await pbkdf2Sum(password, salt, iterations, expected.length, algorithm), expected);
};

export type Argon = { memory: number; passes: number; parallelism: number; nonce: Buffer; expected: Buffer };

const readArgon = (kind: string, { hash, argon_2_config: config }: SentHash): Argon => {
  const encoded = /^\$(argon2id?)\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(hash);
  if (encoded) {
    const [, of = '', m = '', t = '', p = '', salt = '', sum = ''] = encoded;
    if (of !== kind) fail(400, 'invalid_hash', 'The hash is one of another kind of Argon2.');
    return { memory: Number(m), passes: Number(t), parallelism: Number(p), nonce: bytes(salt), expected: bytes(sum) };
  }
  if (!/^([0-9a-f]{2})+$/i.test(hash)) fail(400, 'invalid_hash', 'An Argon2 hash comes in hex or in encoded form.');
  if (!config) return fail(400, 'invalid_argon_2_salt', 'A hash in hex needs argon_2_config.');
  const expected = Buffer.from(hash, 'hex');
  if (expected.length !== config.key_length) fail(400, 'argon_2_key_length_mismatch', 'The hash has another length.');
  const { iteration_amount: passes, memory, threads: parallelism } = config;
  return { memory, passes, parallelism, nonce: Buffer.from(config.salt), expected };
};

type ArgonKind = 'argon2i' | 'argon2id';

/** Argon2 in JavaScript, in slices of 10 ms. */
export async function argon2InSlices(
  kind: ArgonKind,
  password: string,
  { memory, passes, parallelism, nonce, expected }: Argon,
) {
  const { argon2iAsync, argon2idAsync } = await import('@noble/hashes/argon2.js');
  return (kind === 'argon2i' ? argon2iAsync : argon2idAsync)(password, nonce, {
    t: passes,
    m: memory,
    p: parallelism,
    dkLen: expected.length,
  });
}

/**
 * Argon2 in Node's thread pool, available from Node 24.7. test/sandbox/password-hash.test.ts checks that both
 * implementations agree.
 */
const argon2Sum = (kind: ArgonKind, password: string, argon: Argon): Promise<Uint8Array> => {
  if (!crypto.argon2) return argon2InSlices(kind, password, argon);
  const { expected, ...parameters } = argon;
  return promisify(crypto.argon2)(kind, { ...parameters, message: password, tagLength: expected.length });
};

const argon2 = (kind: ArgonKind, sent: SentHash): Matches => {
  const argon = readArgon(kind, sent);
  const { memory, passes, parallelism, nonce, expected } = argon;
  within(parallelism, 1, 64, 'invalid_argon_2_threads');
  within(memory, 8 * parallelism, 1_048_576, 'invalid_argon_2_memory');
  within(passes, 1, 100, 'invalid_argon_2_iteration_amount');
  within(nonce.length, 8, 1024, 'invalid_argon_2_salt');
  within(expected.length, 4, 512, 'invalid_argon_2_key_length');
  return async (password) => same(await argon2Sum(kind, password, argon), expected);
};

const phpassLetters = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Encodes bytes as phpass does: six bits per character, least significant first. */
const phpassText = (sum: Uint8Array): string => {
  let text = '';
  for (let n = 0; n < sum.length; n += 3) {
    const group = [sum[n], sum[n + 1], sum[n + 2]].filter((byte) => byte !== undefined);
    const value = group.reduce((total, byte, place) => total + byte * 256 ** place, 0);
    for (let letter = 0; letter <= group.length; letter++) {
      text += phpassLetters[Math.floor(value / 64 ** letter) % 64] ?? '';
    }
  }
  return text;
};

/** Rounds of phpass between two iterations of the event loop: about 5 ms. */
const PHPASS_SLICE = 2048;

const phpass = ({ hash }: SentHash): Matches => {
  if (!/^\$[PH]\$/.test(hash)) fail(400, 'invalid_phpass_hash_prefix', 'A phpass hash begins with $P$ or $H$.');
  const [, cost = '', salt = '', sum = ''] =
    /^\$[PH]\$([./0-9A-Za-z])([./0-9A-Za-z]{8})([./0-9A-Za-z]{22})$/.exec(hash) ?? [];
  const log = phpassLetters.indexOf(cost);
  if (!sum || log < 7 || log > 30) fail(400, 'invalid_phpass_hash_format', 'This is no phpass hash.');
  return async (password) => {
    let found = crypto.hash('md5', `${salt}${password}`, 'buffer');
    for (let round = 0; round < 2 ** log; round++) {
      if (round % PHPASS_SLICE === PHPASS_SLICE - 1) await nextTurn();
      found = crypto.hash('md5', Buffer.concat([found, Buffer.from(password)]), 'buffer');
    }
    return same(Buffer.from(phpassText(found)), Buffer.from(sum));
  };
};

const readers: Record<SentHash['hash_type'], (sent: SentHash) => Matches> = {
  md_5: (sent) => plain('md5', 32, 'invalid_md_5_hash', sent, sent.md_5_config),
  sha_1: (sent) => plain('sha1', 40, 'invalid_sha_1_hash', sent, sent.sha_1_config),
  sha_512: (sent) => plain('sha512', 128, 'invalid_sha_512_hash', sent, sent.sha_512_config),
  scrypt,
  pbkdf_2: pbkdf2,
  argon_2i: (sent) => argon2('argon2i', sent),
  argon_2id: (sent) => argon2('argon2id', sent),
  phpass,
  bcrypt: ({ hash }) => {
    const [, cost = ''] = /^\$2[aby]\$(\d\d)\$[./0-9A-Za-z]{53}$/.exec(hash) ?? [];
    if (!cost) fail(400, 'invalid_bcrypt_hash', 'This is no bcrypt hash.');
    within(Number(cost), 4, 31, 'invalid_bcrypt_cost');
    return (password) => bcrypt.compare(password, hash);
  },
};

/** Reads a migrated password hash. Rejects an invalid form. */
export const readHash = (sent: SentHash): PasswordHash => ({
  hash_type: sent.hash_type,
  matches: readers[sent.hash_type](sent),
});
