import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
  sign,
  X509Certificate,
} from 'node:crypto';
import { fail } from '../errors.ts';
import { signingKey } from '../shared/signing-key.ts';

/** Minimal DER encoder: Node parses certificates but cannot create them. */
const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const hex = body.length.toString(16);
  const size = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
  return Buffer.concat([
    Buffer.from(body.length < 128 ? [tag, body.length] : [tag, 0x80 | size.length, ...size]),
    body,
  ]);
};
const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts);
const name = (commonName: string) =>
  sequence(der(0x31, sequence(der(0x06, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from(commonName)))));
/** Times from 2050 on are encoded as GeneralizedTime (RFC 5280, 4.1.2.5). */
const time = (date: Date) => {
  const digits = `${date.toISOString().replaceAll(/[-T:]/g, '').slice(0, 14)}Z`;
  return date.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits));
};
const sha256WithRsa = sequence(der(0x06, Buffer.from('2a864886f70d01010b', 'hex')), der(0x05));

/** Self-signed certificate in PEM; the same arguments give the same certificate. */
export const makeCertificate = (key: KeyObject, commonName: string, from: Date, to: Date): string => {
  // A leading 1 keeps the serial number positive.
  const serial = Buffer.concat([Buffer.from([1]), createHash('sha256').update(commonName).digest().subarray(0, 8)]);
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    sha256WithRsa,
    name(commonName),
    sequence(time(from), time(to)),
    name(commonName),
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, key));
  const base64 = sequence(body, sha256WithRsa, signature).toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
};

/** Parses a certificate in PEM. Rejects an invalid one. */
export const readCertificate = (pem: string): X509Certificate => {
  try {
    if (pem.includes('-----BEGIN CERTIFICATE-----')) return new X509Certificate(pem);
  } catch {
    // Unreadable: rejected below.
  }
  return fail(400, 'invalid_x509_certificate', 'This is not an X.509 certificate in PEM form.');
};

/** Parses an RSA private key in PKCS1. Rejects an invalid one. */
export const readPrivateKey = (pem: string): KeyObject => {
  if (!pem.trimStart().startsWith('-----BEGIN RSA PRIVATE KEY-----')) {
    fail(400, 'saml_signing_private_key_format_not_supported', 'A private key is an RSA key in PKCS1 form.');
  }
  if (pem.length > 8192) fail(400, 'private_key_too_long', 'A private key has 8192 characters at most.');
  try {
    return createPrivateKey(pem);
  } catch {
    return fail(400, 'saml_signing_private_key_invalid', 'The private key cannot be read.');
  }
};

const jwk: JsonWebKey = { ...signingKey };

/** Key in place of those of Stytch and identity providers; public, like the sandbox. */
export const standInKey = createPrivateKey({ key: jwk, format: 'jwk' });
