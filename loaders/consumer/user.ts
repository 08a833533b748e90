import type { RestOutput, Schemas } from '../../src/stytch/contract/types.ts';
import { isUserId } from '../../src/vertical/consumer/id.ts';
import { batchById, batchLoader, nullIfNotFound, pickOrDefault } from '../batch.ts';
import { defineEmbeddedLoader, inside } from '../embedded.ts';
import type { LoaderTools } from '../loader.ts';

type User = Schemas['api_user_v1_User'];

/** The user in the response to a lookup, which mixes the properties of the user with those of the call. */
export const userIn = ({ request_id: _, status_code: __, ...user }: RestOutput<'get', '/v1/users/{user_id}'>): User =>
  user;

/** Users by id; null if not found. Several Stytch ids are one search; external ids are fetched by GET. */
const fetchUsers = ({ stytch, batching, faults, trace }: LoaderTools) =>
  batchLoader(
    batchById(
      {
        isId: isUserId,
        id: (userId: string) => userId,
        idOf: ({ user_id }: User) => user_id,
        type: 'User',
        faults,
        fetchOne: (userId) => pickOrDefault(stytch.call('get', '/v1/users/{user_id}', { userId }), userIn, null),
        async fetchMany(userIds) {
          const answer = await nullIfNotFound(
            stytch.call('post', '/v1/users/search', {
              limit: userIds.length,
              query: { operator: 'AND', operands: [{ filter_name: 'user_id', filter_value: userIds }] },
            }),
          );
          return answer ? faults.list(answer.results, { type: 'UserConnection', field: 'nodes' }, answer) : [];
        },
      },
      batching,
    ),
    trace,
    (id) => id,
  );

/** Properties of responses that contain users. */
interface Holder {
  readonly user?: User;
  readonly results?: readonly User[];
}

/** Users by Stytch id or external id, which many responses contain. */
export const userLoader = defineEmbeddedLoader<string, User>({
  make: fetchUsers,
  places: ['user', 'results'] satisfies (keyof Holder)[],
  find({ user, results }: Holder, found) {
    found(user);
    for (const one of inside(results)) found(one);
  },
  idOf: ({ user_id }) => user_id,
  idIn: (userId) => (isUserId(userId) ? userId : undefined),
  is: (user, userId) => user.user_id === userId || user.external_id === userId,
});
