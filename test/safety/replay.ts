/** Answers of Stytch, each fetched once and given again to the very same request, where a test is about very many of them. */
import type { Dispatcher } from 'undici';

interface Answer {
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

/** Two requests are the same when everything about them is, the headers too. */
const keyOf = ({ method, path, headers, body }: Dispatcher.DispatchOptions) =>
  JSON.stringify([method, path, headers, body]);

export function replaying(): Dispatcher.DispatcherComposeInterceptor {
  const known = new Map<string, Answer>();
  return (dispatch) => (options, handler) => {
    const key = keyOf(options);
    const found = known.get(key);
    if (found) {
      handler.onRequestStart?.(controller, {});
      handler.onResponseStart?.(controller, found.status, found.headers);
      handler.onResponseData?.(controller, found.body);
      handler.onResponseEnd?.(controller, {});
      return true;
    }
    const answer: Answer = { status: 0, headers: {}, body: Buffer.alloc(0) };
    return dispatch(options, {
      onRequestStart: (...args) => handler.onRequestStart?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
      onResponseStart: (control, status, headers, text) => {
        Object.assign(answer, { status, headers });
        return handler.onResponseStart?.(control, status, headers, text);
      },
      onResponseData: (control, chunk) => {
        answer.body = Buffer.concat([answer.body, chunk]);
        return handler.onResponseData?.(control, chunk);
      },
      onResponseEnd: (...args) => {
        known.set(key, answer);
        return handler.onResponseEnd?.(...args);
      },
    });
  };
}
