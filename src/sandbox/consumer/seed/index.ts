import { emptyProject, projectSeed } from '../../seed/project.ts';
import { timestamp } from '../../store.ts';
import { saveSession } from '../live-session.ts';
import { type ConsumerStore, newUsers } from '../store.ts';
import { people } from './people.ts';
import { defaultPolicy, policy } from './policy.ts';
import { consentsOf, sessionsOf, testSessionOf, userOf } from './user.ts';
import { webauthnCredentialsOf } from './webauthn.ts';

/** A consumer project without users and with the default role only. */
export const empty = (now: () => Date): ConsumerStore => ({
  ...emptyProject(now),
  projectId: 'project-test-c0115e3e-0000-4000-a000-57a7c4000002',
  projectName: 'Crumb for everybody (sandbox)',
  secret: 'secret-test-sandbox-anyone-may-know-this-too=',
  policy: defaultPolicy,
  users: newUsers(),
  userSecrets: new Map(),
  sessions: new Map(),
  magicLinks: new Map(),
  webauthnCeremonies: new Map(),
  webauthnCredentials: new Map(),
  walletChallenges: new Map(),
  passwordResets: new Map(),
  deletesLastPrimaryFactor: false,
  hasDefaultRedirectUrls: true,
  passcodes: new Map(),
  publicToken: 'public-token-test-c0115e3e-0000-4000-a000-57a7c4000003',
  oauthArrivals: new Map(),
  oauthAttachments: new Map(),
  consents: new Map(),
});

/**
 * The default world of a sandbox: the same ids and values at every start, with times of sessions and locks relative to
 * the start.
 */
export const seed = (now: () => Date): ConsumerStore => {
  const store: ConsumerStore = {
    ...empty(now),
    ...projectSeed(),
    policy,
    legacySessions: new Map([['legacy-session-of-ada', { email: 'ada@lovelace.example' }]]),
  };
  const start = now();
  const later = (minutes: number) => timestamp(new Date(start.getTime() + minutes * 60_000));
  for (const person of people) {
    const { user, secrets } = userOf(person);
    const lock = person.locked ? { is_locked: true, lock_created_at: later(-5), lock_expires_at: later(55) } : {};
    store.users.set(user.user_id, { ...user, ...lock });
    store.userSecrets.set(user.user_id, secrets);
    for (const [key, consent] of consentsOf(user, person.apps ?? [])) store.consents.set(key, consent);
    for (const record of sessionsOf(user, person, start)) saveSession(store, record);
    for (const [id, credential] of webauthnCredentialsOf(user)) store.webauthnCredentials.set(id, credential);
  }
  for (const record of testSessionOf(store)) saveSession(store, record);
  return store;
};
