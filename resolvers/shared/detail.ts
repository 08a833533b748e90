/** Properties of `details`, a map whose keys Stytch documents per kind of object. */
import type { Context } from '../../src/graphql/context.ts';
import type { Place } from '../../src/stytch/client/response-faults.ts';
import { isRecord } from '../../src/stytch/contract/record.ts';

interface Detailed {
  readonly details?: unknown;
}

/** The string under a key of `details`; null if it is absent or empty. */
export const detail =
  (key: string, place: Place) =>
  (holder: Detailed, _: unknown, { faults }: Context): string | null => {
    const { details } = holder;
    if (details === null || details === undefined) return null;
    const value = isRecord(details) ? (details[key] ?? '') : details;
    if (typeof value !== 'string') throw faults.unreadable(place, holder);
    return value || null;
  };
