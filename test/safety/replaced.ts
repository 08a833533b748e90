/** A Stytch with single responses replaced. Every request still reaches the sandbox. */
import type { Dispatcher } from 'undici';

interface Replacement {
  status: number;
  body: object;
}

/** An error as Stytch sends it. */
export const stytchError = (status: number, errorType: string): Replacement => ({
  status,
  body: { status_code: status, request_id: 'request-id-test-1', error_type: errorType, error_message: errorType },
});

/** A proxy between gateway and sandbox. `replace` returns the response to send instead of the sandbox's. */
export const replacing =
  (replace: (method: string, path: string) => Replacement | undefined): Dispatcher.DispatcherComposeInterceptor =>
  (dispatch) =>
  (options, handler) => {
    const replacement = replace(options.method, options.path);
    if (!replacement) return dispatch(options, handler);
    return dispatch(options, {
      onRequestStart: (...args) => handler.onRequestStart?.(...args),
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
      onResponseStart: (controller, _status, _headers, ...rest) =>
        handler.onResponseStart?.(controller, replacement.status, { 'content-type': 'application/json' }, ...rest),
      onResponseData: () => undefined,
      onResponseEnd: (controller, trailers) => {
        handler.onResponseData?.(controller, Buffer.from(JSON.stringify(replacement.body)));
        return handler.onResponseEnd?.(controller, trailers);
      },
    });
  };
