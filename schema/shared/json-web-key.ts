import { contractObject } from '../builder.ts';

export const JsonWebKey = contractObject('JsonWebKey', 'api_session_v1_JWK').implement({
  description: 'A public key, as RFC 7517 writes it.',
  fields: (t) => ({
    kid: t.exposeString('kid', { description: 'Id of the key; a JWT names it in its header.' }),
    kty: t.exposeString('kty', { description: 'Family of the algorithm: `RSA`.' }),
    alg: t.exposeString('alg', { description: 'Algorithm it signs with: `RS256`.' }),
    use: t.exposeString('use', { description: 'What it is for: `sig`, to check signatures.' }),
    keyOps: t.exposeStringList('key_ops', { description: 'What may be done with it: `verify`.' }),
    n: t.exposeString('n', { description: 'Modulus, in base64url.' }),
    e: t.exposeString('e', { description: 'Exponent, in base64url.' }),
    x5c: t.exposeStringList('x5c', { description: 'Its certificates in base64, its own first.' }),
    x5tS256: t.exposeString('x5tS256', {
      nullable: true,
      description: 'SHA-256 of its own certificate, in base64url.',
    }),
  }),
});
