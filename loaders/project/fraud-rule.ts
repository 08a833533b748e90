import { unbatchedLoader } from '../batch.ts';
import { defineLoader } from '../loader.ts';

/** The reasons of verdicts: all, or only those with an override. */
export const verdictReasonsLoader = defineLoader(({ stytch, faults }) =>
  unbatchedLoader(async (overridesOnly: boolean) => {
    const answer = await stytch.call('post', '/v1/verdict_reasons/list', { overridesOnly });
    return faults.list(answer.verdict_reason_actions, { type: 'Query', field: 'verdictReasons' }, answer);
  }),
);
