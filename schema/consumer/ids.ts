/** Inputs that say what a mutation is about. Each takes the opaque `id` and Stytch's. */
import type { InputFieldBuilder } from '../mutation.ts';

/** The user, where only servers call. */
export const userIdInput = (t: InputFieldBuilder, description = 'Id of the user.') =>
  t.id({ required: true, idOf: 'User', description });

/** The user, where people act in a session and a server may name one. */
export const actedForUserIdInput = (t: InputFieldBuilder, description: string) =>
  t.id({ idOf: 'User', serversOnly: 'optional', description: `${description} Servers only.` });

/** The user, where a server may name one, and users call about themselves. */
export const ownUserIdIfAnyInput = (t: InputFieldBuilder, description: string) =>
  t.id({ idOf: 'User', serversOnly: 'filledInIfAny', description: `${description} Servers only.` });

/** The user, where users call about themselves. */
export const ownUserIdInput = (t: InputFieldBuilder) =>
  t.id({
    required: true,
    idOf: 'User',
    serversOnly: 'filledIn',
    description: 'Id of the user. Servers must give it; users leave it out, and act on themselves.',
  });
