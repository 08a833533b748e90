/** Alphabet of Solana addresses and signatures: no zero, capital O, capital I or small L, which look alike. */
const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Decodes base58; undefined if the text has a character outside the alphabet. */
export const decodeBase58 = (text: string): Uint8Array | undefined => {
  let value = 0n;
  for (const character of text) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) return undefined;
    value = value * 58n + BigInt(digit);
  }
  const hex = value === 0n ? '' : value.toString(16);
  // Each leading zero byte is encoded as a leading 1, because a number has no leading zeros.
  const zeros = text.length - text.replace(/^1+/, '').length;
  return Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')]);
};

/** Encodes bytes as base58. */
export const encodeBase58 = (bytes: Uint8Array): string => {
  const hex = Buffer.from(bytes).toString('hex');
  let value = hex === '' ? 0n : BigInt(`0x${hex}`);
  let text = '';
  for (; value > 0n; value /= 58n) text = `${ALPHABET[Number(value % 58n)]}${text}`;
  const first = bytes.findIndex((byte) => byte !== 0);
  return '1'.repeat(first < 0 ? bytes.length : first) + text;
};
