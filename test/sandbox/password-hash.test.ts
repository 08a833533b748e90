/** Password hashes, with published test vectors. */
import type { B2BClient, Client } from 'stytch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consumer } from '../../src/sandbox/consumer/kind.ts';
import { startSandbox, startSandboxOf } from '../../src/sandbox/index.ts';
import { type Argon, argon2InSlices, readHash, type SentHash } from '../../src/sandbox/shared/password-hash.ts';
import { consumerSdkClient, sdkClient } from './sdk.ts';

type Vector = readonly [name: string, password: string, sent: SentHash];

const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');
const text64 = (text: string) => Buffer.from(text).toString('base64');

const RFC_7914_SCRYPT =
  '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887';
const RFC_7914_PBKDF2 =
  '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783';
const PBKDF2_SHA512 =
  '8c0511f4c6e597c6ac6315d8f0362e225f3c501495ba23b868c005174dc4ee71115b59f9e60cd9532fa33e0f75aefe30225c583a186cd82bd4daea9724a3d3b8';
const FIPS_180_SHA512 =
  'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f';
const scrypt = { salt: text64('SodiumChloride'), n_parameter: 16_384, r_parameter: 8, p_parameter: 1, key_length: 64 };
const pbkdf2 = { salt: text64('salt'), iteration_amount: 1, key_length: 64, algorithm: 'sha256' };
const argon2 = { salt: 'somesalt', iteration_amount: 2, memory: 65_536, threads: 1, key_length: 32 };
const argon2i = '14ae8da01afea8700c2358dcef7c5358d9021282bd88663a4562f59fb74d22ee';

const vectors: readonly Vector[] = [
  ['bcrypt 2a, of jBCrypt', 'abc', b('$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i')],
  ['bcrypt 2b, of OpenBSD', 'Kk4DQuMMfZL9o', b('$2b$04$cVWp4XaNU8a4v1uMRum2SO026BWLIoQMD/TXg5uZV.0P.uO8m3YEm')],
  ['bcrypt 2y, of PHP', 'rasmuslerdorf', b('$2y$10$.vGA1O9wmRjrwAVXD98HNOgsNpDczlqm3Jq7KnEd1rVAGv3Fykk1a')],
  ['md_5, of RFC 1321', 'message digest', { hash_type: 'md_5', hash: 'f96b697d7cb7938d525a2f31aaf161d0' }],
  [
    'md_5 with salts, of RFC 1321',
    'age dig',
    {
      hash_type: 'md_5',
      hash: 'F96B697D7CB7938D525A2F31AAF161D0',
      md_5_config: { prepend_salt: 'mess', append_salt: 'est' },
    },
  ],
  ['sha_1, of FIPS 180', 'abc', { hash_type: 'sha_1', hash: 'a9993e364706816aba3e25717850c26c9cd0d89d' }],
  [
    'sha_1 with salts, of FIPS 180',
    'b',
    {
      hash_type: 'sha_1',
      hash: 'a9993e364706816aba3e25717850c26c9cd0d89d',
      sha_1_config: { prepend_salt: 'a', append_salt: 'c' },
    },
  ],
  ['sha_512, of FIPS 180', 'abc', { hash_type: 'sha_512', hash: FIPS_180_SHA512 }],
  [
    'sha_512 with salts, of FIPS 180',
    'b',
    { hash_type: 'sha_512', hash: FIPS_180_SHA512, sha_512_config: { prepend_salt: 'a', append_salt: 'c' } },
  ],
  [
    'scrypt, of RFC 7914',
    'pleaseletmein',
    { hash_type: 'scrypt', hash: base64(RFC_7914_SCRYPT), scrypt_config: scrypt },
  ],
  [
    'scrypt in PHC form, of RFC 7914',
    'pleaseletmein',
    {
      hash_type: 'scrypt',
      hash: `$scrypt$ln=14,r=8,p=1$${text64('SodiumChloride').replace(/=+$/, '')}$${base64(RFC_7914_SCRYPT).replace(/=+$/, '')}`,
    },
  ],
  ['pbkdf_2, of RFC 7914', 'passwd', { hash_type: 'pbkdf_2', hash: base64(RFC_7914_PBKDF2), pbkdf_2_config: pbkdf2 }],
  [
    'pbkdf_2 of SHA-512, in the manner of RFC 6070',
    'passwordPASSWORDpassword',
    {
      hash_type: 'pbkdf_2',
      hash: base64(PBKDF2_SHA512),
      pbkdf_2_config: {
        ...pbkdf2,
        salt: text64('saltSALTsaltSALTsaltSALTsaltSALTsalt'),
        iteration_amount: 4096,
        algorithm: 'sha512',
      },
    },
  ],
  [
    'argon_2i, of its reference implementation',
    'differentpassword',
    {
      hash_type: 'argon_2i',
      hash: '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$FK6NoBr+qHAMI1jc73xTWNkCEoK9iGY6RWL1n7dNIu4',
    },
  ],
  [
    'argon_2i in hex, of its reference implementation',
    'differentpassword',
    { hash_type: 'argon_2i', hash: argon2i, argon_2_config: argon2 },
  ],
  [
    'argon_2id, of its reference implementation',
    'differentpassword',
    {
      hash_type: 'argon_2id',
      hash: '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$C4TWUs9rDEvq7w3+J4umqA32aWKB1+DSiRuBfYxFj94',
    },
  ],
  ['phpass, of its own test', 'test12345', { hash_type: 'phpass', hash: '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0' }],
];

function b(hash: string): SentHash {
  return { hash_type: 'bcrypt', hash };
}

let client: Client;
let b2b: B2BClient;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  const ofUsers = await startSandboxOf(consumer, { port: 0 });
  const ofMembers = await startSandbox({ port: 0 });
  client = consumerSdkClient(ofUsers);
  b2b = sdkClient(ofMembers);
  closing.push(ofUsers.close, ofMembers.close);
});
afterAll(() => Promise.all(closing.map((close) => close())));

const wrong = { status_code: 401, error_type: 'unauthorized_credentials' };
const addressOf = (name: string) => `${name.replace(/\W+/g, '-')}@vectors.example`;

describe('a migrated hash accepts its password only', () => {
  test.each(vectors)('%s, of a user', async (name, password, hash) => {
    const email = addressOf(name);
    const migrated = await client.passwords.migrate({ email, ...hash });
    expect(migrated).toMatchObject({ user_created: true, user: { password: { requires_reset: false } } });
    expect(await client.passwords.authenticate({ email, password })).toMatchObject({ user_id: migrated.user_id });
    await expect(client.passwords.authenticate({ email, password: `${password}!` })).rejects.toMatchObject(wrong);
  });

  test.each(vectors)('%s, of a member', async (name, password, hash) => {
    const key = { organization_id: 'northgate-bank', email_address: addressOf(name) };
    const migrated = await b2b.passwords.migrate({ ...key, ...hash });
    expect(await b2b.passwords.authenticate({ ...key, password })).toMatchObject({ member_id: migrated.member_id });
    const other = b2b.passwords.authenticate({ ...key, password: `${password}!` });
    await expect(other).rejects.toMatchObject(wrong);
  });
});

const malformed: readonly [string, SentHash][] = [
  ['invalid_bcrypt_hash', b('$2b$10$short')],
  ['invalid_bcrypt_hash', b('$2x$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i')],
  ['invalid_bcrypt_cost', b('$2a$03$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i')],
  ['invalid_bcrypt_cost', b('$2a$32$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i')],
  ['invalid_md_5_hash', { hash_type: 'md_5', hash: 'no hex' }],
  ['invalid_sha_1_hash', { hash_type: 'sha_1', hash: 'f96b697d7cb7938d525a2f31aaf161d0' }],
  ['invalid_sha_512_hash', { hash_type: 'sha_512', hash: 'f96b697d7cb7938d525a2f31aaf161d0' }],
  ['invalid_phpass_hash_prefix', { hash_type: 'phpass', hash: '$X$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0' }],
  ['invalid_phpass_hash_format', { hash_type: 'phpass', hash: '$P$short' }],
  ['invalid_scrypt_parameters', { hash_type: 'scrypt', hash: base64(RFC_7914_SCRYPT) }],
  ['invalid_scrypt_parameters', s({ r_parameter: 33 })],
  ['invalid_scrypt_parameters', s({ p_parameter: 0 })],
  ['invalid_scrypt_n_parameter', s({ n_parameter: 1000 })],
  ['invalid_scrypt_n_parameter', s({ n_parameter: 524_288 })],
  ['invalid_scrypt_salt_length', s({ salt: '' })],
  ['invalid_base64_scrypt_salt', s({ salt: '?' })],
  ['invalid_base64_scrypt_hash', { ...s({}), hash: '?' }],
  ['scrypt_key_length_mismatch', s({ key_length: 16 })],
  ['invalid_pbkdf_2_hash', { hash_type: 'pbkdf_2', hash: base64(RFC_7914_PBKDF2) }],
  ['invalid_pbkdf_2_hash', { ...p({}), hash: '?' }],
  ['invalid_pbkdf_2_salt', p({ salt: '?' })],
  ['invalid_pbkdf_2_algorithm', p({ algorithm: 'md5' })],
  ['invalid_pbkdf_2_iteration_amount', p({ iteration_amount: 0 })],
  ['pbkdf_2_key_length_mismatch', p({ key_length: 32 })],
  ['invalid_argon_2_salt', { hash_type: 'argon_2i', hash: argon2i }],
  ['invalid_argon_2_salt', a({ salt: 'short' })],
  ['invalid_argon_2_memory', a({ memory: 1 })],
  ['invalid_argon_2_threads', a({ threads: 0 })],
  ['invalid_argon_2_iteration_amount', a({ iteration_amount: 0 })],
  ['invalid_argon_2_key_length', { ...a({ key_length: 2 }), hash: argon2i.slice(0, 4) }],
  ['argon_2_key_length_mismatch', a({ key_length: 64 })],
  ['invalid_hash', { hash_type: 'argon_2i', hash: '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EA' }],
  ['invalid_hash', { hash_type: 'argon_2id', hash: 'no hex' }],
];

function s(change: Partial<typeof scrypt>): SentHash {
  return { hash_type: 'scrypt', hash: base64(RFC_7914_SCRYPT), scrypt_config: { ...scrypt, ...change } };
}
function p(change: Partial<typeof pbkdf2>): SentHash {
  return { hash_type: 'pbkdf_2', hash: base64(RFC_7914_PBKDF2), pbkdf_2_config: { ...pbkdf2, ...change } };
}
function a(change: Partial<typeof argon2>): SentHash {
  return { hash_type: 'argon_2i', hash: argon2i, argon_2_config: { ...argon2, ...change } };
}

test.each(malformed)('%s is the error of a malformed hash, of users and of members', async (error_type, hash) => {
  const refusal = { status_code: 400, error_type };
  const email = 'malformed@vectors.example';
  await expect(client.passwords.migrate({ email, ...hash })).rejects.toMatchObject(refusal);
  const ofMember = b2b.passwords.migrate({ organization_id: 'northgate-bank', email_address: email, ...hash });
  await expect(ofMember).rejects.toMatchObject(refusal);
});

test.each<[string, string, SentHash]>([
  ['bcrypt', 'x', b('$2b$12$WApznUPhDubN0oeveSXHp.Rk0rMMYVbVxIGQKnKwKnAdVAXNGCDGG')],
  ['phpass', 'x', { hash_type: 'phpass', hash: '$P$GIQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0' }],
  ['scrypt', 'x', s({ n_parameter: 32_768 })],
  ['pbkdf_2', 'x', p({ iteration_amount: 1_000_000 })],
  ['argon_2id', 'x', { ...a({ iteration_amount: 3 }), hash_type: 'argon_2id' }],
])('computing %s yields to the event loop', async (_, password, hash) => {
  const { matches } = readHash(hash);
  let turns = 0;
  const counting = setInterval(() => {
    turns++;
  }, 1);
  try {
    expect(await matches(password)).toBe(false);
  } finally {
    clearInterval(counting);
  }
  expect(turns).toBeGreaterThan(1);
});

test.each(['argon2i', 'argon2id'] as const)('%s in slices equals the result of Node', async (kind) => {
  for (let n = 0; n < 4; n++) {
    const expected = Buffer.alloc(16 + n);
    const argon: Argon = {
      memory: 64 * (n + 1),
      passes: 1 + n,
      parallelism: 1 + n,
      nonce: Buffer.from(`somesalt${n}`),
      expected,
    };
    const sum = Buffer.from(await argon2InSlices(kind, `password ${n}`, argon));
    const { matches } = readHash({
      hash_type: kind === 'argon2i' ? 'argon_2i' : 'argon_2id',
      hash: sum.toString('hex'),
      argon_2_config: {
        salt: `somesalt${n}`,
        iteration_amount: argon.passes,
        memory: argon.memory,
        threads: argon.parallelism,
        key_length: expected.length,
      },
    });
    expect(await matches(`password ${n}`)).toBe(true);
    expect(await matches('password')).toBe(false);
  }
});
