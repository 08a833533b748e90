/** Identifies the caller of a request once, however many steps ask, and whichever way the request goes. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Plugin } from 'graphql-yoga';
import { callerAddress } from '../sign-in/address.ts';
import type { Caller, CallerRequest } from './caller.ts';

/** A request as node has it. */
interface NodeRequest {
  readonly headers: IncomingHttpHeaders;
  readonly remoteAddress: string | undefined;
}

/** The caller of each request. */
export interface CallerOf {
  /** The caller of a request that node received. Throws or rejects if there is none. */
  node(request: NodeRequest, headers: CallerRequest['headers']): Caller | Promise<Caller>;
  /** The caller of a request that yoga serves: as `node` found, if it was asked before. */
  web(request: Request): Promise<Caller>;
  /** Tells which request of node a request of yoga is. */
  readonly plugin: Plugin<object, { req?: IncomingMessage }>;
}

/** @param hops proxies whose word on the client address is taken */
export function identifyOnce(identify: (request: CallerRequest) => Caller | Promise<Caller>, hops: number): CallerOf {
  /** By the headers of node, which are one object per request. */
  const found = new WeakMap<IncomingHttpHeaders, Promise<Caller>>();
  const callers = new WeakMap<Request, Promise<Caller>>();
  const received = new WeakMap<Request, IncomingMessage>();

  const addressed = (headers: CallerRequest['headers'], remoteAddress: string | undefined): CallerRequest => ({
    headers,
    address: () => callerAddress(remoteAddress, headers.get('x-forwarded-for'), hops),
  });

  return {
    node(request, headers) {
      const caller = settle(() => identify(addressed(headers, request.remoteAddress)));
      if (caller instanceof Promise) found.set(request.headers, caller);
      return caller;
    },
    web(request) {
      const from = received.get(request);
      const caller =
        callers.get(request) ??
        (from && found.get(from.headers)) ??
        Promise.try(() => identify(addressed(request.headers, from?.socket.remoteAddress)));
      callers.set(request, caller);
      return caller;
    },
    plugin: {
      onRequest({ request, serverContext: { req } }) {
        if (req) received.set(request, req);
      },
    },
  };
}

/** What is known at once stays so; a refusal is a promise, which can be asked again. */
function settle(identify: () => Caller | Promise<Caller>): Caller | Promise<Caller> {
  try {
    return identify();
  } catch (cause) {
    return Promise.reject(cause);
  }
}
