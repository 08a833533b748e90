import type { Stytch } from '../../src/stytch/client.ts';
import type { ResponseFaults } from '../../src/stytch/response-faults.ts';
import { each } from '../batch.ts';

/** The reasons of verdicts: all, or only those that are overridden. */
export const verdictReasonsLoader = (stytch: Stytch, faults: ResponseFaults) =>
  each(async (overridesOnly: boolean) => {
    const answer = await stytch.call('post', '/v1/verdict_reasons/list', { overridesOnly });
    return faults.list(answer.verdict_reason_actions, { type: 'Query', field: 'verdictReasons' }, answer);
  });
