/**
 * Failures that a sandbox was told to have: what goes wrong with which of the next calls, so that programs can be tested
 * against what Stytch and networks do on a bad day.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import * as v from 'valibot';
import { knownErrorTypes } from '../stytch/error-code.ts';
import { messageOf, statusOf } from './error-status.ts';
import { fail, requestId } from './errors.ts';
import type { Reply } from './reply.ts';

const known: ReadonlySet<string> = new Set(knownErrorTypes);

/** Whether the call fails before the operation is carried out, or after it. */
const when = v.optional(v.picklist(['before', 'after']), 'before');

/** Which calls fail: one of `next` and `share`; one call where neither is given. */
const calls = {
  /** Id of an operation in the contract, such as `api_user_v1_Get`, or `oauth2_token`. All where it is left out. */
  operation: v.optional(v.string()),
  /** So many of the next calls. */
  next: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000))),
  /** This share of the calls, until the failure is cleared. */
  share: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(1))),
};

const error = v.strictObject({
  ...calls,
  /** Stytch's answer of an error. */
  fault: v.literal('error'),
  error_type: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9_]+$/, 'Invalid format: Expected a word of Stytch’s such as user_not_found'),
  ),
  /** By default what Stytch sends with the `error_type`. */
  status_code: v.optional(v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599))),
  error_message: v.optional(v.string()),
  error_url: v.optional(v.string()),
  error_details: v.optional(v.record(v.string(), v.unknown())),
  /** Seconds, as the header `Retry-After`. */
  retry_after: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  when,
});

const request = v.variant('fault', [
  error,
  /** The answer is the right one, and late. */
  v.strictObject({
    ...calls,
    fault: v.literal('delay'),
    milliseconds: v.pipe(v.number(), v.minValue(0), v.maxValue(600_000)),
  }),
  /** Nothing is ever sent, and the connection stays open. */
  v.strictObject({ ...calls, fault: v.literal('no_answer'), when }),
  /** The connection is reset. */
  v.strictObject({ ...calls, fault: v.literal('reset'), when }),
  /** The operation is carried out, and the connection ends in the middle of the answer. */
  v.strictObject({ ...calls, fault: v.literal('cut') }),
  /** The operation is carried out, and the answer is half of its JSON. */
  v.strictObject({ ...calls, fault: v.literal('broken_json') }),
]);

/** A failure as it is asked for. */
export type FailureRequest = v.InferInput<typeof request>;
type Wanted = v.InferOutput<typeof request>;

/** A failure that is in force. */
export type Failure = Wanted & {
  readonly id: string;
  /** Calls that failed by it. */
  readonly failed: number;
};

/** The failures of one sandbox. */
export interface Failures {
  /**
   * Puts one in force, behind those that are.
   *
   * @param sent a `FailureRequest`, which is checked here
   */
  readonly add: (sent: unknown) => Failure;
  /** Those in force, the oldest first. One that has failed all of its calls is in force no more. */
  readonly list: () => readonly Failure[];
  readonly clear: () => void;
  /** The failure that a call meets: the first in force that it is among the calls of. */
  readonly meet: (operation: string) => Failure | undefined;
}

/** What goes wrong with a request of this form, in one sentence. */
const describe = ([issue]: [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string => {
  const place = v.getDotPath(issue) ?? 'The request';
  return `${place}: ${issue.message}.`;
};

/** A failure as it is asked for, or a refusal that names what is wrong. */
const read = (sent: unknown, isOperation: (id: string) => boolean): Wanted => {
  const { success, output, issues } = v.safeParse(request, sent);
  if (!success) return fail(400, 'invalid_argument', describe(issues));
  if (output.next !== undefined && output.share !== undefined) {
    fail(400, 'invalid_argument', 'Send next or share, not both.');
  }
  if (output.operation !== undefined && !isOperation(output.operation)) {
    fail(400, 'invalid_argument', `operation: this kind of project has no operation ${output.operation}.`);
  }
  if (output.fault === 'error' && output.status_code === undefined && !known.has(output.error_type)) {
    fail(400, 'invalid_argument', 'error_type: Stytch is not known to send this word. Send its status_code with it.');
  }
  return output;
};

/**
 * @param isOperation whether calls of this name can come
 * @param random decides which calls are of a share; from 0 to 1
 */
export function createFailures(isOperation: (id: string) => boolean, random: () => number = Math.random): Failures {
  let inForce: readonly Failure[] = [];
  return {
    add(sent) {
      const wanted = read(sent, isOperation);
      const failure: Failure = {
        id: `failure-${randomUUID()}`,
        ...wanted,
        ...(wanted.share === undefined ? { next: wanted.next ?? 1 } : {}),
        failed: 0,
      };
      inForce = [...inForce, failure];
      return failure;
    },
    list: () => inForce,
    clear() {
      inForce = [];
    },
    meet(operation) {
      const met = inForce.find(
        (failure) =>
          (failure.operation ?? operation) === operation && (failure.share === undefined || random() < failure.share),
      );
      if (!met) return undefined;
      inForce = inForce.flatMap((failure) => (failure === met ? (counted(failure) ?? []) : failure));
      return met;
    },
  };
}

/** A failure after one more call; undefined if that was the last. */
const counted = (failure: Failure): Failure | undefined => {
  const { next, failed } = failure;
  if (next === 1) return undefined;
  return { ...failure, ...(next === undefined ? {} : { next: next - 1 }), failed: failed + 1 };
};

/** Answers a call as the failure wants it. `carryOut` does what the call asks for. */
export async function failWith(failure: Failure, carryOut: () => Promise<Reply>): Promise<Reply> {
  switch (failure.fault) {
    case 'delay':
      await setTimeout(failure.milliseconds, undefined, { ref: false });
      return carryOut();
    case 'cut':
    case 'broken_json':
      return { ...(await carryOut()), spoilt: failure.fault };
    case 'no_answer':
    case 'reset':
      if (failure.when === 'after') await carryOut();
      return { status: 0, body: {}, spoilt: failure.fault };
    case 'error':
      if (failure.when === 'after') await carryOut();
      return errorReply(failure);
  }
}

const errorReply = ({
  error_type,
  status_code = statusOf(error_type),
  error_message = messageOf(error_type),
  error_url = `https://stytch.com/docs/api/errors/${status_code}#${error_type}`,
  error_details,
  retry_after,
}: Extract<Failure, { fault: 'error' }>): Reply => ({
  status: status_code,
  body: {
    status_code,
    request_id: requestId(),
    error_type,
    error_message,
    error_url,
    ...(error_details ? { error_details } : {}),
  },
  ...(retry_after === undefined ? {} : { headers: { 'retry-after': String(retry_after) } }),
});
