/** Lookups of many things at once, for joins from other services. */
import { invalidInput } from '../src/stytch/error.ts';

/** Ids that such a lookup takes at a time. */
const MAX_IDS = 100;

/**
 * What the ids name, in their order; null for each that does not exist.
 *
 * @throws StytchError INVALID_INPUT for too many ids
 */
export function byIds<Found>(ids: readonly string[], load: (id: string) => Found): Found[] {
  if (ids.length > MAX_IDS) throw invalidInput(`\`ids\` takes at most ${MAX_IDS} ids.`, ['ids']);
  return ids.map(load);
}
