/** Connected apps of people, the same for members and users. */
import { connectedAppLoader } from '../../loaders/project/connected-app.ts';
import type { Context } from '../../src/graphql/context.ts';

/** The app with its settings, of whatever names one. */
export const resolveConnectedApp = (
  { connected_app_id }: { connected_app_id: string },
  _: unknown,
  { loaders }: Context,
) => loaders.get(connectedAppLoader).load(connected_app_id);

/** Stytch writes granted scopes as OAuth does, with spaces between them. */
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
