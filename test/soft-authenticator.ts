/**
 * A software WebAuthn authenticator: one P-256 key, no attestation. It replaces the browser too, so that a test can
 * send values that a browser never sends: another origin, another domain, a decreasing counter.
 */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { coseKey } from '../src/sandbox/consumer/webauthn-key.ts';

/** The options on which a response depends. */
interface Options {
  readonly challenge: string;
  readonly rp?: { readonly id: string };
  readonly rpId?: string;
  readonly user?: { readonly id: string };
}

/** Deviations from the behaviour of a browser. */
export interface Lies {
  origin?: string;
  domain?: string;
  counter?: number;
  challenge?: string;
}

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();
const uint16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);

/** CBOR of a text of fewer than 24 bytes, and of bytes of fewer than 65536. */
const cborText = (text: string): Buffer => Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);
const cborBytes = (bytes: Uint8Array): Buffer => Buffer.concat([Buffer.from([0x59]), uint16(bytes.length), bytes]);

/** Flags: user present and verified. */
const VERIFIED = 0b101;
const WITH_KEY = 0b1000000;

export const softAuthenticator = (origin = 'http://localhost:3000') => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const cose = coseKey(Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url'));
  const id = randomBytes(16);
  let counter = 0;
  let handle = '';

  const authenticatorData = (domain: string, flags: number, count: number, ...rest: Uint8Array[]) => {
    const counted = Buffer.alloc(4);
    counted.writeUInt32BE(count);
    return Buffer.concat([sha256(domain), Buffer.from([flags]), counted, ...rest]);
  };
  const clientData = (type: string, challenge: string, lies: Lies) =>
    Buffer.from(
      JSON.stringify({
        type,
        challenge: lies.challenge ?? challenge.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
        origin: lies.origin ?? origin,
        crossOrigin: false,
      }),
    );
  const credential = (response: object) =>
    JSON.stringify({
      id: base64url(id),
      rawId: base64url(id),
      type: 'public-key',
      clientExtensionResults: {},
      response,
    });

  return {
    id: base64url(id),

    /** The response of `navigator.credentials.create()`. */
    create(optionsJson: string, lies: Lies = {}): string {
      const { challenge, rp, user }: Options = JSON.parse(optionsJson);
      handle = base64url(Buffer.from(user?.id ?? '', 'base64'));
      const key = Buffer.concat([Buffer.alloc(16), uint16(id.length), id, cose]);
      const data = authenticatorData(lies.domain ?? rp?.id ?? '', VERIFIED | WITH_KEY, lies.counter ?? counter, key);
      const attestation = [cborText('fmt'), cborText('none'), cborText('attStmt'), Buffer.from([0xa0])];
      return credential({
        clientDataJSON: base64url(clientData('webauthn.create', challenge, lies)),
        attestationObject: base64url(
          Buffer.concat([Buffer.from([0xa3]), ...attestation, cborText('authData'), cborBytes(data)]),
        ),
      });
    },

    /** The response of `navigator.credentials.get()`. */
    get(optionsJson: string, lies: Lies = {}): string {
      const { challenge, rpId }: Options = JSON.parse(optionsJson);
      counter += 1;
      const data = authenticatorData(lies.domain ?? rpId ?? '', VERIFIED, lies.counter ?? counter);
      const client = clientData('webauthn.get', challenge, lies);
      return credential({
        clientDataJSON: base64url(client),
        authenticatorData: base64url(data),
        signature: base64url(sign('sha256', Buffer.concat([data, sha256(client)]), privateKey)),
        userHandle: handle,
      });
    },
  };
};
