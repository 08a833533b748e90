import { useMutation } from '@apollo/client/react';
import { unwrap } from 'stytch-graphql/client';
import { type RevokeMemberSessionInput, SignOutDocument } from './gql/graphql.ts';
import { leave } from './session.ts';

/** Ends sessions, this one among them: one by its id, or all of a member. */
export function useSignOut(): (target: RevokeMemberSessionInput) => Promise<void> {
  const [signOut] = useMutation(SignOutDocument);
  return async (input) => {
    const { data } = await signOut({ variables: { input } });
    unwrap(data?.revokeMemberSession);
    leave();
  };
}
