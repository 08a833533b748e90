/** Lookups of many objects by id, for joins in other services. */
import { invalidInput } from '../src/stytch/error.ts';

/** Max ids per lookup. */
const MAX_IDS = 100;

/**
 * Looks up the ids and returns the objects in the same order; null for each id that does not exist.
 *
 * @throws StytchError INVALID_INPUT for too many ids
 */
export function byIds<Found>(ids: readonly string[], load: (id: string) => Found): Found[] {
  if (ids.length > MAX_IDS) throw invalidInput(`\`ids\` takes at most ${MAX_IDS} ids.`, ['ids']);
  return ids.map(load);
}
