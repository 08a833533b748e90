/**
 * Compressed responses (RFC 9110, section 8.4). The gateway prefers uncompressed ones; a proxy in between may still
 * compress.
 */
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';

/** Accepted codings. Uncompressed responses are preferred: decoding takes longer than reading them. */
export const ACCEPT_ENCODING = 'identity, gzip;q=0.5, deflate;q=0.5, br;q=0.5';

/** Max codings applied to one response. */
const MAX_CODINGS = 3;

/**
 * Compression method in the low half of the first byte of a zlib stream (RFC 1950). Some servers send raw deflate data
 * as `deflate`.
 */
const ZLIB = 8;

type Decode = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const [unzip, unbrotli, unzlib, unraw] = [
  promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip),
  promisify<Buffer, { maxOutputLength: number }, Buffer>(brotliDecompress),
  promisify<Buffer, { maxOutputLength: number }, Buffer>(inflate),
  promisify<Buffer, { maxOutputLength: number }, Buffer>(inflateRaw),
];

const decoders: ReadonlyMap<string, Decode> = new Map([
  ['gzip', unzip],
  ['x-gzip', unzip],
  ['br', unbrotli],
  ['deflate', (bytes, options) => ((bytes[0] ?? 0) % 16 === ZLIB ? unzlib : unraw)(bytes, options)],
]);

/** The codings of a response in the order of application; empty for an uncompressed one. */
export const codingsOf = (header: string | string[] | undefined): readonly string[] =>
  (header === undefined ? [] : String(header).toLowerCase().split(','))
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');

/** Why a body could not be decoded. */
export type Undecoded = 'too large' | 'unreadable';

/**
 * Decodes a body.
 *
 * @param most max bytes after each step: protects from decompression bombs
 */
export async function decode(bytes: Buffer, codings: readonly string[], most: number): Promise<Buffer | Undecoded> {
  if (codings.length > MAX_CODINGS) return 'unreadable';
  let decoded = bytes;
  for (const coding of codings.toReversed()) {
    const decoder = decoders.get(coding);
    if (!decoder) return 'unreadable';
    try {
      decoded = await decoder(decoded, { maxOutputLength: most });
    } catch (error) {
      const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
      return tooLarge ? 'too large' : 'unreadable';
    }
  }
  return decoded;
}
