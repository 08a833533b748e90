/** Resolves the name of an organization (id, slug or external id) for counting only; no access decision uses it. */
import type { StytchApi } from '../../stytch/client/client.ts';
import { normalName } from '../../stytch/contract/normal-name.ts';
import { isPathParameter } from '../../stytch/contract/path.ts';
import { isNotFound } from '../../stytch/error.ts';
import type { TenantIds } from '../vertical.ts';
import { isOrganizationId } from './id.ts';

/** Milliseconds for which a resolved name is cached. */
const KNOWN_MS = 10 * 60_000;
/** Milliseconds for which an unknown name is cached; short, because the organization may be created meanwhile. */
const UNKNOWN_MS = 60_000;
/** Timeout of resolving a name in milliseconds. */
const TIMEOUT_MS = 2_000;
const MAX_NAMES = 10_000;

interface Resolved {
  readonly id: string;
  /** Milliseconds for which the result is cached. */
  readonly ms: number;
}

interface Entry {
  readonly resolved: Promise<Resolved>;
  until: number;
}

/**
 * Creates a cache of resolved names. A name in the form of an id is used without a call, so a slug of that form is
 * counted separately. The call is made by the gateway itself: it counts for no caller and uses no rate limit of theirs.
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
      // A name that is invalid as a path parameter belongs to no organization. It may be as long as a request body.
      if (isOrganizationId(name) || !isPathParameter(name)) return normalName(name);
      const known = entries.get(name);
      const { resolved } = known && Date.now() < known.until ? known : resolve(name);
      return (await resolved).id;
    },
  };
}
