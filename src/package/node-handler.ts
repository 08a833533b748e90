/** The gateway behind a server of somebody else's, which may have read a part of the request already. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createRefusal } from '../http/refusal.ts';

/** What Express, Connect and others call for a request; `next` is told of a gateway that cannot start. */
export type NodeHandler = (request: IncomingMessage, response: ServerResponse, next?: (error: unknown) => void) => void;

const refuseReadBody = createRefusal(
  500,
  'BODY_ALREADY_READ',
  'The body was read before the gateway got the request. Mount the gateway before whatever parses bodies, such as express.json().',
);

const refuseUnstarted = createRefusal(503, 'NOT_STARTED', 'The gateway could not be started.');

/** A handler over a listener that may not have been started. */
export const nodeHandler =
  (start: () => RequestListener | Promise<RequestListener>): NodeHandler =>
  (request, response, next) => {
    // Nobody would ever hear the end of it.
    if (request.readableDidRead) return refuseReadBody(response);
    // Express takes off what the handler was mounted at.
    if ('originalUrl' in request && typeof request.originalUrl === 'string') request.url = request.originalUrl;
    const listener = start();
    if (!(listener instanceof Promise)) return listener(request, response);
    listener.then(
      (started) => started(request, response),
      (error: unknown) => (next ? next(error) : refuseUnstarted(response)),
    );
  };
