import { contractObject } from '../builder.ts';

export const JsonWebKey = contractObject('JsonWebKey', 'api_session_v1_JWK').implement({
  description: 'A public key (JSON Web Key, RFC 7517).',
  fields: (t) => ({
    kid: t.exposeString('kid', { description: 'Id of the key, named in the header of each JWT that it signs.' }),
    kty: t.exposeString('kty', { description: 'Algorithm family: `RSA`.' }),
    alg: t.exposeString('alg', { description: 'Signature algorithm: `RS256`.' }),
    use: t.exposeString('use', { description: 'Purpose: `sig`, for signatures.' }),
    keyOps: t.exposeStringList('key_ops', { description: 'Permitted operations: `verify`.' }),
    n: t.exposeString('n', { description: 'RSA modulus, in base64url.' }),
    e: t.exposeString('e', { description: 'RSA exponent, in base64url.' }),
    x5c: t.exposeStringList('x5c', { description: 'Certificate chain in base64, that of the key first.' }),
    x5tS256: t.exposeString('x5tS256', {
      nullable: true,
      description: 'SHA-256 thumbprint of the key’s certificate, in base64url. Null if there is none.',
    }),
  }),
});
