import { type ProjectWorld, projectWorld, SERVER_KEY } from '../control/project-world.ts';
import type { Overview } from '../kind.ts';
import { withFactor } from '../shared/live-session.ts';
import { isPast } from '../store.ts';
import { userByEmail } from './find.ts';
import { startSession } from './live-session.ts';
import { magicLinkFactor, totpFactors } from './seed/user.ts';
import type { ConsumerStore, SessionRecord, User } from './store.ts';
import { mintSessionJwt } from './tokens.ts';

type WorldPerson = { user_id: string; name: string; email_address: string; phone_number: string; external_id?: string };
type Credentials = WorldPerson & { session_jwt: string; session_token: string };

/** Overview of the world: example ids and valid credentials. */
export type ConsumerWorld = ProjectWorld & {
  /** Identifies the project in redirects to an OAuth provider. */
  public_token: string;
  /** The first users of the store, max SHOWN. */
  users: (WorldPerson & { status: string; is_locked: boolean })[];
  credentials: {
    /** User with every kind of factor, and a session with two factors. */
    ada: Credentials;
    /** User with an email address only. */
    user: Credentials;
    /** Server key of the gateway; Stytch does not know it. */
    server_key: string;
  };
};

/** Max users in `users`. */
const SHOWN = 13;

const personOf = ({ user_id, name, emails, phone_numbers, external_id }: User): WorldPerson => ({
  user_id,
  name: [name?.first_name, name?.last_name].filter(Boolean).join(' '),
  email_address: emails[0]?.email ?? '',
  phone_number: phone_numbers[0]?.phone_number ?? '',
  ...(external_id ? { external_id } : {}),
});

/** Sessions returned before, so that repeated calls reuse them. */
const handedOut = new WeakMap<ConsumerStore, Map<string, string>>();

const credentials = async (store: ConsumerStore, user: User): Promise<Credentials> => {
  const known = handedOut.get(store) ?? new Map<string, string>();
  handedOut.set(store, known);
  const before = store.sessions.get(known.get(user.user_id) ?? '');
  const proven = [magicLinkFactor(user), ...totpFactors(user)];
  const record: SessionRecord =
    before && !isPast(store, before.session.expires_at)
      ? before
      : startSession(store, user, {
          minutes: 60 * 24,
          factors: proven.flatMap((factor) => withFactor(store, [], factor)),
        });
  known.set(user.user_id, record.session.session_id);
  return { ...personOf(user), session_jwt: await mintSessionJwt(store, record), session_token: record.token };
};

const example = (store: ConsumerStore, email: string, otherThan?: User): User | undefined => {
  const user = userByEmail(store, email);
  const active = store.users
    .values()
    .find(
      ({ status, is_locked, emails, user_id }) =>
        status === 'active' && !is_locked && emails.length > 0 && user_id !== otherThan?.user_id,
    );
  return user ?? active;
};

/** Response of `GET /sandbox/world`. */
export const overviewOf = async (store: ConsumerStore): Promise<Overview<ConsumerWorld>> => {
  const ada = example(store, 'ada@lovelace.example');
  const other = example(store, 'ben@okafor.example', ada);
  return {
    ...projectWorld(store),
    public_token: store.publicToken,
    users: [...store.users.values()]
      .slice(0, SHOWN)
      .map((user) => ({ ...personOf(user), status: user.status, is_locked: user.is_locked })),
    credentials: {
      ...(ada ? { ada: await credentials(store, ada) } : {}),
      ...(other ? { user: await credentials(store, other) } : {}),
      server_key: SERVER_KEY,
    },
  };
};

/**
 * Overview of a world that has two users.
 *
 * @throws Error if it has fewer
 */
export const describeWorld = async (store: ConsumerStore): Promise<ConsumerWorld> => {
  const { credentials, ...world } = await overviewOf(store);
  const { ada, user, server_key } = credentials;
  if (!ada || !user || !server_key) throw new Error('The sandbox has no two users who could sign in. Reset it.');
  return { ...world, credentials: { ada, user, server_key } };
};
