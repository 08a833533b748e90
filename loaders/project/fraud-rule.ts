import type { Stytch } from '../../src/stytch/client.ts';
import { each } from '../batch.ts';

/** The reasons of verdicts: all, or only those that are overridden. */
export const verdictReasonsLoader = (stytch: Stytch) =>
  each(
    async (overridesOnly: boolean) =>
      (await stytch.call('post', '/v1/verdict_reasons/list', { overridesOnly })).verdict_reason_actions,
  );
