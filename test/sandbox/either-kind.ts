/** A sandbox of either kind of project over its socket, with one thing in each that can be read and changed. */

import { type AnySandbox, startSandboxFor } from '../../src/sandbox/by-vertical.ts';
import type { VerticalName } from '../../src/vertical/vertical.ts';

export type EitherKind = {
  sandbox: AnySandbox;
  /** Ids of the operations that read and change the thing. */
  reading: string;
  changing: string;
  /** Sends a request with the project's credentials. */
  send: (method: string, path: string, body?: unknown) => Promise<Response>;
  /** Uses a control endpoint, without credentials; gives status and JSON. */
  control: (method: string, path: string, body?: unknown) => Promise<{ status: number; body: unknown }>;
  read: () => Promise<Response>;
  /** Gives the thing another name. */
  rename: (name: string) => Promise<Response>;
  /** The name that the sandbox holds. */
  held: () => string | undefined;
};

const organizationOf = ({ store }: AnySandbox) => {
  if (!('organizations' in store) || !(store.organizations instanceof Map)) return undefined;
  return [...store.organizations.values()][0];
};
const userOf = ({ store }: AnySandbox) => {
  if (!('users' in store) || !(store.users instanceof Map)) return undefined;
  return [...store.users.values()][0];
};

export const startEitherKind = async (vertical: VerticalName): Promise<EitherKind> => {
  const sandbox = await startSandboxFor(vertical, { port: 0 });
  const authorization = `Basic ${Buffer.from(`${sandbox.projectId}:${sandbox.secret}`).toString('base64')}`;
  const ask = (method: string, path: string, body: unknown, headers: Record<string, string>) =>
    fetch(`${sandbox.origin}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  const send = (method: string, path: string, body?: unknown) => ask(method, path, body, { authorization });
  const path =
    vertical === 'b2b'
      ? `/v1/b2b/organizations/${organizationOf(sandbox)?.organization_id}`
      : `/v1/users/${userOf(sandbox)?.user_id}`;
  return {
    sandbox,
    send,
    reading: vertical === 'b2b' ? 'api_organization_v1_Get' : 'api_user_v1_Get',
    changing: vertical === 'b2b' ? 'api_organization_v1_Update' : 'api_user_v1_Update',
    control: async (method, controlled, body) => {
      const response = await ask(method, controlled, body, {});
      return { status: response.status, body: await response.json() };
    },
    read: () => send('GET', path),
    rename: (name) =>
      send('PUT', path, vertical === 'b2b' ? { organization_name: name } : { name: { first_name: name } }),
    held: () => (vertical === 'b2b' ? organizationOf(sandbox)?.organization_name : userOf(sandbox)?.name?.first_name),
  };
};
