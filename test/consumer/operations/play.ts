import type { ConsumerGateway } from '../gateway.ts';
import { callSandbox } from './magic-link.ts';

/** Has the sandbox play the other party of a flow, such as a provider or the dashboard. */
export const playProvider = async (g: ConsumerGateway, part: string, said: object): Promise<Record<string, string>> => {
  const answer = await callSandbox(g, `/sandbox/${part}`, said);
  if (typeof answer !== 'object' || answer === null) throw new Error(`/sandbox/${part} answered no object`);
  return Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, String(value)]));
};
