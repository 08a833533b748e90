/** Recorded responses of Stytch, fetched once and repeated for equal requests, for tests with very many requests. */
import type { Dispatcher } from 'undici';

interface CachedResponse {
  status: number;
  headers: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2];
  body: Buffer;
}

const controller: Dispatcher.DispatchController = {
  aborted: false,
  paused: false,
  reason: null,
  abort: () => {},
  pause: () => {},
  resume: () => {},
};

/** Two requests are equal if everything in them is, headers included. */
const requestKeyOf = ({ method, path, headers, body }: Dispatcher.DispatchOptions) =>
  JSON.stringify([method, path, headers, body]);

/** @param mark changes the text of a response each time it is sent, so that a shared response can be recognized */
export function cachedAnswers(mark: (body: string) => string): Dispatcher.DispatcherComposeInterceptor {
  const known = new Map<string, CachedResponse>();
  const give = (
    handler: Dispatcher.DispatchHandler,
    control: Dispatcher.DispatchController,
    answer: CachedResponse,
  ) => {
    handler.onResponseStart?.(control, answer.status, answer.headers);
    handler.onResponseData?.(control, Buffer.from(mark(answer.body.toString())));
    handler.onResponseEnd?.(control, {});
  };
  return (dispatch) => (options, handler) => {
    const key = requestKeyOf(options);
    const found = known.get(key);
    if (found) {
      handler.onRequestStart?.(controller, {});
      give(handler, controller, found);
      return true;
    }
    const answer: CachedResponse = { status: 0, headers: {}, body: Buffer.alloc(0) };
    return dispatch(options, {
      onRequestStart: (...args) => handler.onRequestStart?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
      onResponseStart: (_, status, headers) => {
        Object.assign(answer, { status, headers });
      },
      onResponseData: (_, chunk) => {
        answer.body = Buffer.concat([answer.body, chunk]);
      },
      onResponseEnd: (control) => {
        known.set(key, answer);
        give(handler, control, answer);
      },
    });
  };
}
