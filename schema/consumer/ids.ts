/** Id inputs of consumer mutations. Each accepts the opaque `id` and Stytch's id. */
import type { InputFieldBuilder } from '../mutation.ts';

/** The user, for mutations that only servers call. */
export const userIdInput = (t: InputFieldBuilder, description = 'Id of the user.') =>
  t.id({ required: true, idOf: 'User', description });

/** The user that a server names, for mutations in which users act in their session. */
export const actedForUserIdInput = (t: InputFieldBuilder, description: string) =>
  t.id({ idOf: 'User', serversOnly: 'optional', description: `${description} Servers only.` });

/** The user that a server may name, for mutations that users call about themselves. */
export const ownUserIdIfAnyInput = (t: InputFieldBuilder, description: string) =>
  t.id({ idOf: 'User', serversOnly: 'filledInIfAny', description: `${description} Servers only.` });

/** The user that a server must name, for mutations that users call about themselves. */
export const ownUserIdInput = (t: InputFieldBuilder) =>
  t.id({
    required: true,
    idOf: 'User',
    serversOnly: 'filledIn',
    description: 'Id of the user. Required for servers. Users omit it: they act on themselves.',
  });
