import { createContext, useContext } from 'react';
import type { ViewerQuery } from './gql/graphql.ts';

type Viewer = ViewerQuery['viewer'];

/** Whoever is signed in, and what they may do. */
export interface Person extends Viewer {
  readonly member: NonNullable<Viewer['member']>;
  readonly organization: NonNullable<Viewer['organization']>;
}

export const PersonContext = createContext<Person | null>(null);

export function usePerson(): Person {
  const person = useContext(PersonContext);
  if (!person) throw new Error('Nobody is signed in here.');
  return person;
}
