import { fail } from './errors.ts';
import type { Incoming } from './http.ts';
import { arriveBySso, readObject } from './identity-provider.ts';
import { startImpersonation } from './impersonation.ts';
import { arriveByOauth } from './oauth-provider.ts';
import type { Reply } from './router.ts';
import type { Store } from './store.ts';
import { worldOf } from './world.ts';

/**
 * Settings that a project has in Stytch's dashboard, at `PUT /sandbox/settings`. There is one:
 * `{ "cross_organization_passwords": true }` makes a password hold in all organizations that know its address.
 */
const changeSettings = (store: Store, { cross_organization_passwords: wanted }: Record<string, unknown>) => {
  if (typeof wanted !== 'boolean') {
    return fail(400, 'invalid_argument', 'cross_organization_passwords is true or false.');
  }
  store.crossOrganizationPasswords = wanted;
  return { cross_organization_passwords: wanted };
};

type Endpoint = (store: Store, sent: Record<string, unknown>) => object | Promise<object>;

/** What the sandbox has beside Stytch's operations: a look inside, and whoever stands at the other end of a flow. */
const endpoints = new Map<string, Endpoint>([
  ['GET /sandbox/world', worldOf],
  ['GET /sandbox/outbox', ({ outbox }, { to }) => ({ messages: outbox.filter((message) => !to || message.to === to) })],
  ['PUT /sandbox/settings', changeSettings],
  ['POST /sandbox/identity-provider', arriveBySso],
  ['POST /sandbox/oauth', arriveByOauth],
  ['POST /sandbox/impersonation', startImpersonation],
]);

/** Answers a request for one of the sandbox's own endpoints; undefined when it is for something else. */
export const answerOwn = async (store: Store, { method, path, query, body }: Incoming): Promise<Reply | undefined> => {
  const endpoint = endpoints.get(`${method} ${path}`);
  return (
    endpoint && {
      status: 200,
      body: await endpoint(store, method === 'GET' ? Object.fromEntries(new URLSearchParams(query)) : readObject(body)),
    }
  );
};
