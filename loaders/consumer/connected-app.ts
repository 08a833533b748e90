import { pickOrDefault, unbatchedLoader } from '../batch.ts';
import { defineLoader } from '../loader.ts';

/** The connected apps that a user uses, by user id; empty if the user does not exist. */
export const userConnectedAppsLoader = defineLoader(({ stytch, faults }) =>
  unbatchedLoader((userId: string) =>
    pickOrDefault(
      stytch.call('get', '/v1/users/{user_id}/connected_apps', { userId }),
      (answer) => faults.list(answer.connected_apps, { type: 'User', field: 'connectedApps' }, answer),
      [],
    ),
  ),
);
