/** Connected apps of people, for members and users. */
import { connectedAppLoader } from '../../loaders/project/connected-app.ts';
import type { Context } from '../../src/graphql/context.ts';

/** The app with its settings, of an object that has its id. */
export const resolveConnectedApp = (
  { connected_app_id }: { connected_app_id: string },
  _: unknown,
  { loaders }: Context,
) => loaders.get(connectedAppLoader).load(connected_app_id);

/** Splits the granted scopes, which Stytch joins by spaces as in OAuth. */
export const grantedScopes =
  (type: string) =>
  (app: { readonly scopes_granted: string }, _: unknown, { faults }: Context): string[] => {
    const { scopes_granted: scopes } = app;
    const place = { type, field: 'grantedScopes' };
    if (typeof scopes === 'string') return scopes.split(' ').filter(Boolean);
    if (scopes !== null && scopes !== undefined) throw faults.unreadable(place, app, []);
    faults.absent(place);
    return [];
  };
