/** Yoga plugin that passes web requests to the pipeline. */
import type { Plugin } from 'graphql-yoga';
import type { ClientRequest } from '../graphql/admit.ts';
import type { GraphqlRequest, Pipeline } from '../graphql/pipeline.ts';
import type { RenderedResponse } from '../graphql/present.ts';
import { readAddress } from '../graphql/query-string.ts';
import type { AdmissionControl } from '../limits/admission-control.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Priority } from '../telemetry/priority.ts';
import { overloaded } from './overloaded.ts';
import { bodyTooLarge, parseBody, readBody } from './web-body.ts';

/** Connection data of a web request. */
export interface Sender {
  /** IP address of the peer. */
  readonly address?: string | undefined;
}

/** Dependencies of the plugin. */
export interface PipelinePluginOptions {
  readonly pipeline: Pick<Pipeline, 'read' | 'answer' | 'refuse'>;
  readonly clientOf: (request: Request, sender: Sender) => ClientRequest;
  readonly overload: AdmissionControl;
  readonly metrics: Pick<Metrics, 'operationShed'>;
  /** Max bytes of a body. */
  readonly mostBytes: number;
}

/** Handles every request that earlier plugins let through, when admission control grants it. */
export const pipelinePlugin = ({
  pipeline,
  clientOf,
  overload,
  metrics,
  mostBytes,
}: PipelinePluginOptions): Plugin<object, Sender> => {
  const enter = (priority: Priority): Promise<boolean> =>
    new Promise((resolve) => {
      overload.acquire(priority, { begin: () => resolve(true), refuse: () => resolve(false) });
    });

  const answerInTurn = async (request: GraphqlRequest, client: ClientRequest): Promise<RenderedResponse> => {
    if (!(await enter(request.priority))) {
      metrics.operationShed(request.priority);
      return overloaded;
    }
    try {
      return await pipeline.answer(request, client);
    } finally {
      overload.release();
    }
  };

  const answer = async (request: Request, sender: Sender): Promise<RenderedResponse> => {
    const client = clientOf(request, sender);
    if (request.method === 'GET' || request.method === 'HEAD') {
      return answerInTurn(
        pipeline.read(() => readAddress(request.url), true),
        client,
      );
    }
    const body = await readBody(request, mostBytes);
    return body
      ? answerInTurn(
          pipeline.read(() => parseBody(body)),
          client,
        )
      : pipeline.refuse(bodyTooLarge(mostBytes), client);
  };
  return {
    async onRequest({ request, serverContext, endResponse, fetchAPI }) {
      const { status, headers, cookies = [], body } = await answer(request, serverContext);
      const response = new fetchAPI.Response(request.method === 'HEAD' ? null : body, { status, headers });
      for (const cookie of cookies) response.headers.append('set-cookie', cookie);
      endResponse(response);
    },
  };
};
