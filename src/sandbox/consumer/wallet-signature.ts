/** Addresses of wallets and verification of their signatures. */
import { createPublicKey, verify } from 'node:crypto';
import { fail } from '../errors.ts';
import { decodeBase58 } from '../shared/base58.ts';

/** Half a megabyte of modules, loaded on first use. */
const keccak = async (bytes: Uint8Array) => (await import('@noble/hashes/sha3.js')).keccak_256(bytes);
const curve = async () => (await import('@noble/curves/secp256k1.js')).secp256k1;

/** Blockchains of wallets. */
export type WalletType = 'ethereum' | 'solana';

/** Differences between the blockchains. */
type WalletKind = {
  readonly isAddress: (address: string) => boolean;
  readonly wrongAddress: string;
  /** Canonical form of an address, the same for all its spellings. */
  readonly canonical: (address: string) => string;
  readonly signatureBytes: number;
  readonly signatureIn: (text: string) => Uint8Array | undefined;
  readonly hasSigned: (address: string, message: string, signature: Uint8Array) => Promise<boolean> | boolean;
};

const textBytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text));

/** Address with the mixed-case checksum of EIP-55. */
export const checksumAddress = async (address: string): Promise<string> => {
  const lower = address.slice(2).toLowerCase();
  const digest = await keccak(textBytes(lower));
  const nibble = (index: number) => ((digest[index >> 1] ?? 0) >> (index % 2 ? 0 : 4)) & 0xf;
  return `0x${Array.from(lower, (digit, index) => (nibble(index) >= 8 ? digit.toUpperCase() : digit)).join('')}`;
};

/** Address that has signed a message by `personal_sign`; undefined for an invalid signature. */
const ethereumSigner = async (message: string, signature: Uint8Array): Promise<string | undefined> => {
  const text = textBytes(message);
  const prefix = textBytes(`\x19Ethereum Signed Message:\n${text.length}`);
  const digest = await keccak(Uint8Array.from([...prefix, ...text]));
  const last = signature[64] ?? 0;
  const secp256k1 = await curve();
  try {
    const point = secp256k1.Signature.fromBytes(signature.slice(0, 64), 'compact')
      .addRecoveryBit(last >= 27 ? last - 27 : last)
      .recoverPublicKey(digest);
    const hashed = await keccak(point.toBytes(false).slice(1));
    return `0x${Buffer.from(hashed.slice(-20)).toString('hex')}`;
  } catch {
    // The values are not a point on the curve.
    return undefined;
  }
};

/** SPKI prefix of an Ed25519 public key, before its 32 bytes. */
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex');

const hasSolanaSigned = (address: string, message: string, signature: Uint8Array): boolean => {
  const key = Buffer.concat([ED25519_SPKI, decodeBase58(address) ?? Buffer.alloc(0)]);
  try {
    return verify(null, textBytes(message), createPublicKey({ key, format: 'der', type: 'spki' }), signature);
  } catch {
    return false;
  }
};

const kinds: Readonly<Record<WalletType, WalletKind>> = {
  ethereum: {
    isAddress: (address) => /^0x[\da-f]{40}$/i.test(address),
    wrongAddress: 'invalid_ethereum_address',
    canonical: (address) => address.toLowerCase(),
    signatureBytes: 65,
    signatureIn: (text) => (/^0x(?:[\da-f]{2})+$/i.test(text) ? Buffer.from(text.slice(2), 'hex') : undefined),
    hasSigned: async (address, message, signature) =>
      (await ethereumSigner(message, signature)) === address.toLowerCase(),
  },
  solana: {
    isAddress: (address) => decodeBase58(address)?.length === 32,
    wrongAddress: 'invalid_solana_address',
    canonical: (address) => address,
    signatureBytes: 64,
    // Wallets return base58. Apps often encode the bytes as base64, where 64 bytes end with `==`.
    signatureIn: (text) => (text.endsWith('=') ? Buffer.from(text, 'base64') : decodeBase58(text)),
    hasSigned: hasSolanaSigned,
  },
};

/** Wallet of a request. */
export type Wallet = {
  readonly type: WalletType;
  /** Address as it was sent. */
  readonly address: string;
  /** Type and canonical address. */
  readonly key: string;
};

type WalletRequest = { crypto_wallet_type: string; crypto_wallet_address: string };

const isWalletType = (type: string): type is WalletType => Object.hasOwn(kinds, type);

/** Wallet of a request. Rejects an unknown type and an invalid address. */
export const readWallet = ({ crypto_wallet_type: type, crypto_wallet_address: address }: WalletRequest): Wallet => {
  if (!isWalletType(type)) return fail(400, 'invalid_wallet_type', 'A wallet is one of ethereum and solana.');
  const { isAddress, wrongAddress, canonical } = kinds[type];
  if (!isAddress(address)) fail(400, wrongAddress, 'This is no address on that blockchain.');
  return { type, address, key: `${type} ${canonical(address)}` };
};

/** Whether a wallet has signed a message. Rejects a signature of the wrong size. */
export const hasSigned = ({ type, address }: Wallet, message: string, text: string): boolean | Promise<boolean> => {
  const { signatureIn, signatureBytes, hasSigned: holds } = kinds[type];
  const signature = signatureIn(text);
  if (signature?.length !== signatureBytes) {
    return fail(400, 'signature_is_incorrect_size', `A signature has ${signatureBytes} bytes.`);
  }
  return holds(address, message, signature);
};
