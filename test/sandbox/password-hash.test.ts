/** Password hashes of other systems: what each form is, and that the password behind it signs in. */
import * as crypto from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Member } from '../../src/sandbox/store.ts';
import { type Harness, memberCalled, startHarness } from './harness.ts';

let stytch: Harness;
let hiro: Member;
beforeEach(async () => {
  stytch = await startHarness();
  hiro = memberCalled(stytch.store, bakery, 'hiro@fernhill.example');
});
afterEach(() => stytch.close());

const bakery = 'fernhill-bakery';
const migrate = 'api_b2b_password_v1_Migrate';
const authenticate = 'api_b2b_password_v1_Authenticate';
const resetStart = 'api_b2b_password_v1_b2b_passwords_email_ResetStart';
const reset = 'api_b2b_password_v1_b2b_passwords_email_Reset';

const strong = 'eleven wet umbrellas in the hall';
const at = ({ organization_id, email_address }: Member, password = strong) => ({
  organization_id,
  email_address,
  password,
});
const wrong: [number, string] = [401, 'unauthorized_credentials'];

const secret = 'the old system knew this one';
const sum = (algorithm: string, text: string) => crypto.createHash(algorithm).update(text).digest('hex');
const b64 = (bytes: Buffer) => bytes.toString('base64');
const phc = (bytes: Buffer) => b64(bytes).replace(/=+$/, '');
const salt = Buffer.from('sixteen bytes of');
const salts = { prepend_salt: 'before', append_salt: 'after' };
const argon = (kind: 'argon2i' | 'argon2id', nonce: Buffer) =>
  crypto.argon2Sync(kind, { message: secret, nonce, parallelism: 1, memory: 64, passes: 2, tagLength: 32 });
const argonConfig = { salt: 'sixteen bytes of', iteration_amount: 2, memory: 64, threads: 1, key_length: 32 };
const pbkdf = (algorithm: string) => b64(crypto.pbkdf2Sync(secret, salt, 1000, 32, algorithm));
const pbkdfConfig = { salt: b64(salt), iteration_amount: 1000, key_length: 32, algorithm: 'sha256' };
const scryptConfig = { salt: b64(salt), n_parameter: 16_384, r_parameter: 8, p_parameter: 1, key_length: 32 };
const scryptSum = crypto.scryptSync(secret, salt, 32);

type Hash = { hash_type: 'md_5' | 'sha_1' | 'sha_512' | 'scrypt' | 'pbkdf_2' | 'argon_2i' | 'argon_2id'; hash: string };
const hashes: Record<string, Hash & object> = {
  md5: { hash_type: 'md_5', hash: sum('md5', secret) },
  'md5 with salts': { hash_type: 'md_5', hash: sum('md5', `before${secret}after`), ...{ md_5_config: salts } },
  'sha1 with salts': { hash_type: 'sha_1', hash: sum('sha1', `before${secret}after`), ...{ sha_1_config: salts } },
  sha512: { hash_type: 'sha_512', hash: sum('sha512', secret).toUpperCase() },
  'scrypt in PHC': { hash_type: 'scrypt', hash: `$scrypt$ln=14,r=8,p=1$${phc(salt)}$${phc(scryptSum)}` },
  'scrypt in base64': { hash_type: 'scrypt', hash: b64(scryptSum), ...{ scrypt_config: scryptConfig } },
  pbkdf2: { hash_type: 'pbkdf_2', hash: pbkdf('sha256'), ...{ pbkdf_2_config: { ...pbkdfConfig, algorithm: '' } } },
  'pbkdf2 of sha512': {
    hash_type: 'pbkdf_2',
    hash: pbkdf('sha512'),
    ...{ pbkdf_2_config: { ...pbkdfConfig, algorithm: 'sha512' } },
  },
  argon2id: {
    hash_type: 'argon_2id',
    hash: `$argon2id$v=19$m=64,t=2,p=1$${phc(salt)}$${phc(argon('argon2id', salt))}`,
  },
  'argon2i in hex': {
    hash_type: 'argon_2i',
    hash: argon('argon2i', salt).toString('hex'),
    ...{ argon_2_config: argonConfig },
  },
};

test.each(Object.entries(hashes))('a password comes along as %s and signs in', async (_, hash) => {
  const { organization_id, email_address } = hiro;
  const taken = await stytch.ok(migrate, { organization_id, email_address, ...hash });
  expect(taken).toMatchObject({ member_created: false, member_id: hiro.member_id });
  await stytch.ok(authenticate, at(hiro, secret));
  await stytch.refused(authenticate, at(hiro, `${secret}!`), wrong);
  await stytch.refused(migrate, { organization_id, email_address, ...hash }, [400, 'password_already_exists']);
});

test('a phpass hash of another implementation holds; a bcrypt hash is kept, though it cannot be checked here', async () => {
  const { organization_id, email_address } = hiro;
  // The test vector that phpass itself comes with.
  const hash = '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0';
  await stytch.ok(migrate, { organization_id, email_address, hash_type: 'phpass', hash });
  await stytch.ok(authenticate, at(hiro, 'test12345'));
  await stytch.refused(authenticate, at(hiro, 'test12346'), wrong);

  const greta = memberCalled(stytch.store, bakery, 'greta@fernhill.example');
  const bcrypt = '$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy';
  const { email_address: address } = greta;
  await stytch.ok(migrate, { organization_id, email_address: address, hash_type: 'bcrypt', hash: bcrypt });
  await stytch.refused(authenticate, at(greta), [501, 'unavailable_endpoint']);
  await stytch.ok(resetStart, { organization_id, email_address: address });
  await stytch.ok(reset, { password_reset_token: stytch.store.outbox[0]?.secret ?? '', password: strong });
  await stytch.ok(authenticate, at(greta));
});

test('hashes of the wrong form are refused for what is wrong with them', async () => {
  const { organization_id, email_address } = hiro;
  const refused = (input: object, type: string) =>
    stytch.refused(migrate, { organization_id, email_address, ...input }, [400, type]);
  await refused({ hash_type: 'md_5', hash: 'no hex' }, 'invalid_md_5_hash');
  await refused({ hash_type: 'sha_1', hash: sum('md5', '') }, 'invalid_sha_1_hash');
  await refused({ hash_type: 'sha_512', hash: sum('sha1', '') }, 'invalid_sha_512_hash');
  await refused({ hash_type: 'bcrypt', hash: '$2b$10$short' }, 'invalid_bcrypt_hash');
  await refused({ hash_type: 'phpass', hash: '$X$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0' }, 'invalid_phpass_hash_prefix');
  await refused({ hash_type: 'phpass', hash: '$P$short' }, 'invalid_phpass_hash_format');
  await refused({ hash_type: 'scrypt', hash: b64(scryptSum) }, 'invalid_scrypt_parameters');
  const scrypt = { hash_type: 'scrypt', hash: b64(scryptSum) };
  await refused({ ...scrypt, scrypt_config: { ...scryptConfig, n_parameter: 1000 } }, 'invalid_scrypt_n_parameter');
  await refused({ ...scrypt, scrypt_config: { ...scryptConfig, n_parameter: 2 ** 19 } }, 'invalid_scrypt_n_parameter');
  await refused({ ...scrypt, scrypt_config: { ...scryptConfig, key_length: 16 } }, 'scrypt_key_length_mismatch');
  await refused({ ...scrypt, scrypt_config: { ...scryptConfig, salt: '?' } }, 'invalid_base64_scrypt_salt');
  await refused({ ...scrypt, hash: '?', scrypt_config: scryptConfig }, 'invalid_base64_scrypt_hash');
  const pbkdf2 = { hash_type: 'pbkdf_2', hash: pbkdf('sha256') };
  await refused({ ...pbkdf2 }, 'invalid_pbkdf_2_hash');
  await refused({ ...pbkdf2, pbkdf_2_config: { ...pbkdfConfig, algorithm: 'md5' } }, 'invalid_pbkdf_2_algorithm');
  await refused({ ...pbkdf2, pbkdf_2_config: { ...pbkdfConfig, key_length: 64 } }, 'pbkdf_2_key_length_mismatch');
  const argon2 = { hash_type: 'argon_2i', hash: argon('argon2i', salt).toString('hex') };
  await refused(argon2, 'invalid_argon_2_salt');
  await refused({ ...argon2, argon_2_config: { ...argonConfig, memory: 1 } }, 'invalid_argon_2_memory');
  await refused({ ...argon2, argon_2_config: { ...argonConfig, key_length: 64 } }, 'argon_2_key_length_mismatch');
  await refused({ ...argon2, hash: hashes['argon2id']?.hash }, 'invalid_hash');
  await refused({ hash_type: 'rot13', hash: 'x' }, 'invalid_hash_type');
});
