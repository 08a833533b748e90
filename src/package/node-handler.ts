/** The gateway as a handler in another server, which may already have read the body. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createRefusal } from '../http/refusal.ts';

/** Request handler for Express, Connect and similar servers; `next` receives the error of a failed start. */
export type NodeHandler = (request: IncomingMessage, response: ServerResponse, next?: (error: unknown) => void) => void;

const refuseReadBody = createRefusal(
  500,
  'BODY_ALREADY_READ',
  'The body was read before the gateway got the request. Mount the gateway before body parsers such as express.json().',
);

const refuseUnstarted = createRefusal(503, 'NOT_STARTED', 'The gateway could not be started.');

/** Creates a handler for a listener that may not have been started. */
export const nodeHandler =
  (start: () => RequestListener | Promise<RequestListener>): NodeHandler =>
  (request, response, next) => {
    // A body that was already read emits no further events, so the request would hang.
    if (request.readableDidRead) return refuseReadBody(response);
    // Express removes the mount path from `url`.
    if ('originalUrl' in request && typeof request.originalUrl === 'string') request.url = request.originalUrl;
    const listener = start();
    if (!(listener instanceof Promise)) return listener(request, response);
    listener.then(
      (started) => started(request, response),
      (error: unknown) => (next ? next(error) : refuseUnstarted(response)),
    );
  };
