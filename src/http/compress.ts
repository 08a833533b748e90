/** Compression of large responses, such as the whole schema that GraphiQL reads when it opens. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { HeaderReader } from '../graphql/admit.ts';
import type { RenderedResponse } from '../graphql/present.ts';

/** Bytes from which a response is compressed. */
const LARGE = 32_768;

const compress = promisify(gzip);

/** Compresses a large response body with gzip if the client accepts it. */
export async function compressed(response: RenderedResponse, headers: HeaderReader): Promise<RenderedResponse> {
  const { body } = response;
  if (body.length < LARGE || !/\bgzip\b/i.test(headers.get('accept-encoding') ?? '')) return response;
  return {
    ...response,
    headers: { ...response.headers, 'content-encoding': 'gzip', vary: 'accept-encoding, origin' },
    body: await compress(body),
  };
}
