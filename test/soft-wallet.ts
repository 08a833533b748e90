/** Software wallets, without a browser extension. */
import { createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { encodeBase58 } from '../src/sandbox/shared/base58.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** A wallet on Ethereum, with `personal_sign`. */
export const ethereumWallet = (secret: Uint8Array = randomBytes(32)) => {
  const secretKey = Uint8Array.from(secret);
  const publicKey = secp256k1.getPublicKey(secretKey, false);
  return {
    address: `0x${Buffer.from(keccak_256(publicKey.slice(1)).slice(-20)).toString('hex')}`,
    sign(message: string): string {
      const prefixed = Buffer.concat([text(`\x19Ethereum Signed Message:\n${text(message).length}`), text(message)]);
      // The recovery byte is first here, and last on Ethereum.
      const signature = secp256k1.sign(keccak_256(Uint8Array.from(prefixed)), secretKey, {
        prehash: false,
        format: 'recovered',
      });
      const last = Buffer.from([27 + (signature[0] ?? 0)]);
      return `0x${Buffer.concat([signature.slice(1), last]).toString('hex')}`;
    },
  };
};

/** The header of an Ed25519 private key in PKCS#8, before its 32 bytes. */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A wallet on Solana. */
export const solanaWallet = (secret: Uint8Array = randomBytes(32)) => {
  const key = Buffer.concat([ED25519_PKCS8, secret]);
  const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  const signed = (message: string): Buffer => sign(null, Buffer.from(message), privateKey);
  return {
    address: encodeBase58(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')),
    sign: (message: string): string => encodeBase58(signed(message)),
    signBase64: (message: string): string => signed(message).toString('base64'),
  };
};
