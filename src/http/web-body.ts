/** Reads the body of a web request up to a limit. */
import { badRequest } from '../graphql/params.ts';
import { formatNumber, limitExceededError } from '../limits/limits.ts';
import { parseJson } from '../stytch/json/exact-numbers.ts';

/** The error for a body above the limit. */
export const bodyTooLarge = (most: number) =>
  limitExceededError(`The request has more than ${formatNumber(most)} bytes.`, { limit: 'body', most }, 413);

/** Max chunks that are held separately: each takes some hundred bytes beside its own. */
const MAX_CHUNKS = 1_024;

/** Reads a body; undefined as soon as it exceeds `most` bytes. */
export async function readBody({ headers, body }: Request, most: number): Promise<Buffer | undefined> {
  if (Number(headers.get('content-length') ?? 0) > most) return undefined;
  let chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    length += part.value.byteLength;
    if (length > most) return undefined;
    chunks.push(part.value);
    if (chunks.length === MAX_CHUNKS) chunks = [Buffer.concat(chunks)];
  }
  return Buffer.concat(chunks);
}

/**
 * Parses a JSON body.
 *
 * @throws GraphQLError BAD_REQUEST that contains nothing of the body
 */
export function parseBody(body: Buffer): unknown {
  try {
    return parseJson(body.toString());
  } catch {
    throw badRequest('The body must be a JSON object.');
  }
}
