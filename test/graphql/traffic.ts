/**
 * Counts the calls of a document, and its rounds: all calls that are sent before any of them has a response are one
 * round. A round is held until no further call arrives, so that the counts do not depend on timing.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { parse } from 'graphql';
import type { Dispatcher } from 'undici';
import { expect } from 'vitest';
import { schema } from '../../schema/b2b/index.ts';
import { estimateCost } from '../../src/limits/cost.ts';
import { startSession } from '../../src/sandbox/b2b/live-session.ts';
import { saveMember } from '../../src/sandbox/b2b/save.ts';
import { type ActAs, gatewayOverSandbox } from '../gateway.ts';

/**
 * Event-loop iterations without a new call after which a round is complete: the calls after a response take one or two.
 */
const QUIET = 20;

/** Holds calls until no more arrive, releases them together, and starts the next round when all have a response. */
function byRounds() {
  const rounds: string[][] = [];
  let held: { call: string; send: () => void }[] = [];
  let running = 0;
  let watching = false;

  const untilQuiet = async (): Promise<void> => {
    for (let quiet = 0, seen = held.length; quiet < QUIET; quiet += 1) {
      if (held.length !== seen) quiet = 0;
      seen = held.length;
      await turn();
    }
  };
  const watch = async (): Promise<void> => {
    watching = true;
    await untilQuiet();
    while (held.length > 0) {
      const round = held;
      held = [];
      running = round.length;
      rounds.push(round.map(({ call }) => call).sort());
      for (const { send } of round) send();
      while (running > 0) await turn();
      await untilQuiet();
    }
    watching = false;
  };

  const between: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
    const send = () =>
      dispatch(options, {
        onRequestStart: (...args) => handler.onRequestStart?.(...args),
        onResponseStart: (...args) => handler.onResponseStart?.(...args),
        onResponseData: (...args) => handler.onResponseData?.(...args),
        onResponseEnd: (...args) => {
          running -= 1;
          return handler.onResponseEnd?.(...args);
        },
        onResponseError: (...args) => {
          running -= 1;
          return handler.onResponseError?.(...args);
        },
      });
    held.push({ call: `${options.method} ${options.path}`, send });
    if (!watching) void watch();
    return true;
  };
  return { between, rounds };
}

export type Traffic = Awaited<ReturnType<typeof startTraffic>>;

/** Starts a gateway whose calls run round by round, over a sandbox with more than a hundred signed-in members. */
export const startTraffic = async () => {
  const { between, rounds } = byRounds();
  const g = await gatewayOverSandbox({ between });
  const { admin, member } = g.world.credentials;
  const { organization_id: bakery, member_id: ada } = admin;
  const { store } = g.sandbox;
  const bank = g.world.organizations.find(({ organization_id }) => organization_id !== bakery)?.organization_id ?? '';
  const template = store.members.get(ada);
  if (!template) throw new Error('the world has an admin');
  for (let n = 0; n < 100; n += 1) {
    saveMember(store, {
      ...template,
      member_id: `member-test-00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      email_address: `baker-${n}@fernhill.example`,
      external_id: '',
    });
  }
  const people = [...store.members.values()].filter(
    ({ organization_id, status }) => organization_id === bakery && status === 'active',
  );
  for (const person of people) {
    startSession(store, person, { factors: [{ type: 'password', delivery_method: 'knowledge' }] });
  }

  /** A call without the common prefix and without its query. */
  const short = (call: string): string =>
    call.replace('/v1/b2b', '').replace(bakery, 'BAKERY').replace(bank, 'BANK').replace(/\?.*/, '').replace(ada, 'ADA');
  const asked = () => rounds.map((round) => round.map(short));

  /** Variables that documents may use, each with its type. */
  const variables = {
    bakery: ['ID!', bakery],
    bank: ['ID!', bank],
    ada: ['ID!', ada],
    yes: ['Boolean!', true],
    no: ['Boolean!', false],
  } as const;

  const send = async (selection: string, as: ActAs = 'server') => {
    const named = Object.entries(variables).filter(([name]) => selection.includes(`$${name}`));
    const declared = named.map(([name, [type]]) => `$${name}: ${type}`).join(', ');
    const document = `query ${declared && `(${declared})`} { ${selection} }`;
    const values = Object.fromEntries(named.map(([name, [, value]]) => [name, value]));
    const before = g.calls.length;
    const answer = await g.query(document, { variables: values, as });
    const counted = estimateCost(schema, parse(document), undefined, values)?.calls;
    expect(g.calls.length - before).toBeLessThanOrEqual(counted ?? 0);
    return answer;
  };
  const data = async (document: string, as?: ActAs) => {
    const answer = await send(document, as);
    expect(answer.errors).toEqual([]);
    return answer.data;
  };

  return {
    g,
    /** The id of an organization with more than a hundred members, all signed in. */
    bakery,
    /** The id of its admin. */
    ada,
    /** The id of a member of the bakery to whom the policy grants nothing. */
    plain: member.member_id,
    /** The id of an organization with SCIM and single sign-on. */
    bank,
    /** The active members of the bakery. */
    people,
    rounds,
    /** The rounds after the last reset, with short names of the calls. */
    asked,
    /** Sends a query with the variables that it uses, and asserts that it makes no more calls than estimated. */
    send,
    /** The data of a query; fails if the response has errors. */
    data,
    reset: async () => {
      await g.gateway.warm();
      rounds.length = 0;
    },
    close: () => g.close(),
  };
};

export const ORGANIZATION = 'GET /organizations/BAKERY';
export const MEMBER = 'GET /organizations/BAKERY/member';
export const MEMBERS = 'POST /organizations/members/search';
export const SESSIONS = 'GET /sessions';
export const times = (count: number, call: string): string[] => Array(count).fill(call);
