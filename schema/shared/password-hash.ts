/** Password hashes from another system: inputs that members and users share. */
import { builder, wordEnum } from '../builder.ts';
import type { InputFieldBuilder } from '../mutation.ts';

const PasswordHashType = wordEnum(
  'PasswordHashType',
  'Function with which a password was hashed.',
  {
    BCRYPT: { value: 'bcrypt', description: 'Bcrypt.' },
    SCRYPT: { value: 'scrypt', description: 'Scrypt: in PHC format, or in base64 with `scryptConfig`.' },
    ARGON2I: { value: 'argon_2i', description: 'Argon2i: in encoded format, or in hex with `argon2Config`.' },
    ARGON2ID: { value: 'argon_2id', description: 'Argon2id: in encoded format, or in hex with `argon2Config`.' },
    PBKDF2: { value: 'pbkdf_2', description: 'PBKDF2: in base64, with `pbkdf2Config`.' },
    PHPASS: { value: 'phpass', description: 'Portable hash of phpass, as used by WordPress.' },
    MD5: { value: 'md_5', description: 'MD5, in hex.' },
    SHA1: { value: 'sha_1', description: 'SHA-1, in hex.' },
    SHA512: { value: 'sha_512', description: 'SHA-512, in hex.' },
  },
  'inputOnly',
);

const HmacAlgorithm = wordEnum(
  'HmacAlgorithm',
  'Hash function that PBKDF2 uses.',
  {
    SHA256: { value: 'sha256', description: 'SHA-256.' },
    SHA512: { value: 'sha512', description: 'SHA-512.' },
  },
  'inputOnly',
);

const SaltsInput = builder.inputType('SaltsInput', {
  description: 'Salts of a hash by a plain hash function: text added to the password before hashing.',
  fields: (t) => ({
    prependSalt: t.string({
      required: true,
      secret: true,
      description: 'Text before the password. Empty if there is none.',
    }),
    appendSalt: t.string({
      required: true,
      secret: true,
      description: 'Text after the password. Empty if there is none.',
    }),
  }),
});

const Argon2ConfigInput = builder.inputType('Argon2ConfigInput', {
  description: 'Parameters of Argon2, for a hash that does not contain them.',
  fields: (t) => ({
    salt: t.string({ required: true, secret: true, description: 'The salt.' }),
    iterationAmount: t.int({ required: true, description: 'Number of passes.' }),
    memory: t.int({ required: true, description: 'Memory in KiB.' }),
    threads: t.int({ required: true, description: 'Degree of parallelism.' }),
    keyLength: t.int({ required: true, description: 'Length of the hash in bytes.' }),
  }),
});

const ScryptConfigInput = builder.inputType('ScryptConfigInput', {
  description: 'Parameters of scrypt, for a hash that does not contain them.',
  fields: (t) => ({
    salt: t.string({ required: true, secret: true, description: 'The salt, in base64.' }),
    nParameter: t.int({ required: true, description: 'Cost parameter N: a power of two, 2 to 262144.' }),
    rParameter: t.int({ required: true, description: 'Block size parameter r.' }),
    pParameter: t.int({ required: true, description: 'Parallelization parameter p.' }),
    keyLength: t.int({ required: true, description: 'Length of the hash in bytes.' }),
  }),
});

const Pbkdf2ConfigInput = builder.inputType('Pbkdf2ConfigInput', {
  description: 'Parameters of PBKDF2.',
  fields: (t) => ({
    salt: t.string({ required: true, secret: true, description: 'The salt, in base64.' }),
    iterationAmount: t.int({ required: true, description: 'Number of iterations.' }),
    keyLength: t.int({ required: true, description: 'Length of the hash in bytes.' }),
    algorithm: t.field({
      type: HmacAlgorithm,
      required: true,
      defaultValue: 'sha256',
      description: 'Hash function that PBKDF2 uses. Default: SHA256.',
    }),
  }),
});

/** A password as a hash of another system. */
export const passwordHash = (t: InputFieldBuilder) => ({
  hash: t.string({ required: true, secret: true, description: 'The hash. Stytch never receives the password itself.' }),
  hashType: t.field({
    type: PasswordHashType,
    required: true,
    description: 'Function that produced the hash.',
  }),
  md5Config: t.field({ type: SaltsInput, description: 'Salts of an MD5 hash. Default: none.' }),
  sha1Config: t.field({ type: SaltsInput, description: 'Salts of a SHA-1 hash. Default: none.' }),
  sha512Config: t.field({ type: SaltsInput, description: 'Salts of a SHA-512 hash. Default: none.' }),
  argon2Config: t.field({ type: Argon2ConfigInput, description: 'Parameters of an Argon2 hash in hex.' }),
  scryptConfig: t.field({
    type: ScryptConfigInput,
    description: 'Parameters of a scrypt hash that is not in PHC format.',
  }),
  pbkdf2Config: t.field({ type: Pbkdf2ConfigInput, description: 'Parameters of a PBKDF2 hash. Required for PBKDF2.' }),
});
