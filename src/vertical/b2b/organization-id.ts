/** The id behind the name of an organization (id, slug or external id), for counting only: no decision about access rests on it. */
import type { StytchApi } from '../../stytch/client/client.ts';
import { normalName } from '../../stytch/contract/normal-name.ts';
import { isPathParameter } from '../../stytch/contract/path.ts';
import { isNotFound } from '../../stytch/error.ts';
import type { TenantIds } from '../vertical.ts';
import { isOrganizationId } from './id.ts';

/** Milliseconds for which a resolved name is remembered. */
const KNOWN_MS = 10 * 60_000;
/** Milliseconds for which an unknown name is remembered. An organization that was just founded is known soon. */
const UNKNOWN_MS = 60_000;
/** Milliseconds that resolving a name may take. */
const TIMEOUT_MS = 2_000;
const MAX_NAMES = 10_000;

interface Resolved {
  readonly id: string;
  /** Milliseconds for which this is remembered. */
  readonly ms: number;
}

interface Entry {
  readonly resolved: Promise<Resolved>;
  until: number;
}

/**
 * Remembers what names stand for. A name in the form of an id is taken as it is, without a call, so a slug that has that form
 * counts by itself. Resolving is a call of the gateway's own: it counts for no caller and takes nothing from their limits.
 */
export function createOrganizationIds(stytch: Pick<StytchApi, 'call'>): TenantIds {
  const entries = new Map<string, Entry>();

  const ask = async (organizationId: string): Promise<Resolved> => {
    const options = { deadline: Date.now() + TIMEOUT_MS };
    try {
      const path = '/v1/b2b/organizations/{organization_id}';
      const { organization } = await stytch.call('get', path, { organizationId }, options);
      return { id: normalName(organization.organization_id), ms: KNOWN_MS };
    } catch (cause) {
      return { id: normalName(organizationId), ms: isNotFound(cause) ? UNKNOWN_MS : 0 };
    }
  };

  const resolve = (name: string): Entry => {
    const entry: Entry = { resolved: ask(name), until: Number.POSITIVE_INFINITY };
    void entry.resolved.then(({ ms }) => {
      entry.until = Date.now() + ms;
      if (ms === 0 && entries.get(name) === entry) entries.delete(name);
    });
    entries.delete(name);
    entries.set(name, entry);
    const [oldest] = entries.keys();
    if (entries.size > MAX_NAMES && oldest !== undefined) entries.delete(oldest);
    return entry;
  };

  return {
    async find(given) {
      const name = given.trim();
      // No organization has a name that cannot be sent, and it may be as long as a body.
      if (isOrganizationId(name) || !isPathParameter(name)) return normalName(name);
      const known = entries.get(name);
      const { resolved } = known && Date.now() < known.until ? known : resolve(name);
      return (await resolved).id;
    },
  };
}
