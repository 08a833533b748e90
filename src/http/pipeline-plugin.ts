/** Yoga's way into the pipeline, for requests that come as web requests. */
import type { Plugin } from 'graphql-yoga';
import type { ClientRequest } from '../graphql/admit.ts';
import type { Pipeline } from '../graphql/pipeline.ts';
import type { RenderedResponse } from '../graphql/present.ts';
import { readAddress } from '../graphql/query-string.ts';
import { bodyTooLarge, parseBody, readBody } from './web-body.ts';

/** Answers every request that the plugins before it let through. */
export const pipelinePlugin = (
  pipeline: Pick<Pipeline, 'read' | 'answer' | 'refuse'>,
  clientOf: (request: Request) => ClientRequest,
  mostBytes: number,
): Plugin => {
  const answer = async (request: Request): Promise<RenderedResponse> => {
    const client = clientOf(request);
    if (request.method === 'GET' || request.method === 'HEAD') {
      return pipeline.answer(
        pipeline.read(() => readAddress(request.url, client.headers), true),
        client,
      );
    }
    const body = await readBody(request, mostBytes);
    return body
      ? pipeline.answer(
          pipeline.read(() => parseBody(body)),
          client,
        )
      : pipeline.refuse(bodyTooLarge(mostBytes), client);
  };
  return {
    async onRequest({ request, endResponse, fetchAPI }) {
      const { status, headers, body } = await answer(request);
      endResponse(new fetchAPI.Response(request.method === 'HEAD' ? null : body, { status, headers }));
    },
  };
};
