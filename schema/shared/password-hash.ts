/** Hashes of passwords that come from another system, the same for members and users. */
import { builder, wordEnum } from '../builder.ts';
import type { InputFieldBuilder } from '../mutation.ts';

const PasswordHashType = wordEnum(
  'PasswordHashType',
  'The function that a password was hashed with.',
  {
    BCRYPT: { value: 'bcrypt', description: 'Bcrypt.' },
    SCRYPT: { value: 'scrypt', description: 'Scrypt: in PHC form, or in base64 with `scryptConfig`.' },
    ARGON2I: { value: 'argon_2i', description: 'Argon2i: in encoded form, or in hex with `argon2Config`.' },
    ARGON2ID: { value: 'argon_2id', description: 'Argon2id: in encoded form, or in hex with `argon2Config`.' },
    PBKDF2: { value: 'pbkdf_2', description: 'PBKDF2: in base64, with `pbkdf2Config`.' },
    PHPASS: { value: 'phpass', description: 'The portable hashes of phpass, known from WordPress.' },
    MD5: { value: 'md_5', description: 'MD5, in hex.' },
    SHA1: { value: 'sha_1', description: 'SHA-1, in hex.' },
    SHA512: { value: 'sha_512', description: 'SHA-512, in hex.' },
  },
  'inputOnly',
);

const HmacAlgorithm = wordEnum(
  'HmacAlgorithm',
  'The hash function inside of PBKDF2.',
  {
    SHA256: { value: 'sha256', description: 'SHA-256.' },
    SHA512: { value: 'sha512', description: 'SHA-512.' },
  },
  'inputOnly',
);

const SaltsInput = builder.inputType('SaltsInput', {
  description: 'What was put around a password before it was hashed by a plain function; empty for nothing.',
  fields: (t) => ({
    prependSalt: t.string({ required: true, secret: true, description: 'Text before the password.' }),
    appendSalt: t.string({ required: true, secret: true, description: 'Text after the password.' }),
  }),
});

const Argon2ConfigInput = builder.inputType('Argon2ConfigInput', {
  description: 'How Argon2 was used, for a hash that does not say it itself.',
  fields: (t) => ({
    salt: t.string({ required: true, secret: true, description: 'The salt.' }),
    iterationAmount: t.int({ required: true, description: 'How many passes were made.' }),
    memory: t.int({ required: true, description: 'Memory in KiB.' }),
    threads: t.int({ required: true, description: 'Degree of parallelism.' }),
    keyLength: t.int({ required: true, description: 'Length of the hash in bytes.' }),
  }),
});

const ScryptConfigInput = builder.inputType('ScryptConfigInput', {
  description: 'How scrypt was used, for a hash that does not say it itself.',
  fields: (t) => ({
    salt: t.string({ required: true, secret: true, description: 'The salt, in base64.' }),
    nParameter: t.int({ required: true, description: 'Cost: a power of two, from 2 to 262144.' }),
    rParameter: t.int({ required: true, description: 'Size of a block.' }),
    pParameter: t.int({ required: true, description: 'Degree of parallelism.' }),
    keyLength: t.int({ required: true, description: 'Length of the hash in bytes.' }),
  }),
});

const Pbkdf2ConfigInput = builder.inputType('Pbkdf2ConfigInput', {
  description: 'How PBKDF2 was used.',
  fields: (t) => ({
    salt: t.string({ required: true, secret: true, description: 'The salt, in base64.' }),
    iterationAmount: t.int({ required: true, description: 'How many rounds were made.' }),
    keyLength: t.int({ required: true, description: 'Length of the hash in bytes.' }),
    algorithm: t.field({
      type: HmacAlgorithm,
      required: true,
      defaultValue: 'sha256',
      description: 'The hash function inside; SHA256 when not given.',
    }),
  }),
});

/** A password as the other system kept it. */
export const passwordHash = (t: InputFieldBuilder) => ({
  hash: t.string({ required: true, secret: true, description: 'The hash; Stytch never learns the password.' }),
  hashType: t.field({
    type: PasswordHashType,
    required: true,
    description: 'The function that made it.',
  }),
  md5Config: t.field({ type: SaltsInput, description: 'Salts of a hash by MD5; none when not given.' }),
  sha1Config: t.field({ type: SaltsInput, description: 'Salts of a hash by SHA-1; none when not given.' }),
  sha512Config: t.field({ type: SaltsInput, description: 'Salts of a hash by SHA-512; none when not given.' }),
  argon2Config: t.field({ type: Argon2ConfigInput, description: 'Settings of a hash by Argon2 that is in hex.' }),
  scryptConfig: t.field({
    type: ScryptConfigInput,
    description: 'Settings of a hash by scrypt that is not in PHC form.',
  }),
  pbkdf2Config: t.field({ type: Pbkdf2ConfigInput, description: 'Settings of a hash by PBKDF2, which needs them.' }),
});
