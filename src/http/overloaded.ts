/** The response to an operation that admission control rejects. */
import type { RenderedResponse } from '../graphql/present.ts';
import { answerHeaders } from '../graphql/response-headers.ts';

/**
 * `Retry-After` in seconds. Admission control samples event-loop lag every 10 ms, so one second is enough to recover.
 */
const COME_BACK = 1;

const body = Buffer.from(
  JSON.stringify({
    errors: [
      {
        message: 'Overloaded. Nothing was executed; retry after one second.',
        extensions: { code: 'OVERLOADED', retryAfter: COME_BACK },
      },
    ],
  }),
);

export const overloaded: RenderedResponse = {
  status: 503,
  headers: {
    ...answerHeaders,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(body.length),
    'retry-after': String(COME_BACK),
  },
  body,
};
