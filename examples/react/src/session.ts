/** The session of the person at this browser. No other module knows where its tokens are. */
import { createSession, type SessionTokens } from 'stytch-graphql/session';

const KEY = 'roster.session';

function stored(): SessionTokens | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null');
  } catch {
    return null;
  }
}

/** From one sign-in or sign-out to the next. */
export interface Visit {
  readonly number: number;
  /** Whether the last session ended without its person’s doing. */
  readonly hasExpired: boolean;
}

let visit: Visit = { number: 0, hasExpired: false };
const listeners = new Set<() => void>();

function begin(hasExpired: boolean): void {
  visit = { number: visit.number + 1, hasExpired };
  for (const listener of listeners) listener();
}

let isLeaving = false;

export const session = createSession({
  url: '/graphql',
  tokens: stored(),
  onChange(tokens) {
    if (tokens) return localStorage.setItem(KEY, JSON.stringify(tokens));
    localStorage.removeItem(KEY);
    begin(!isLeaving);
  },
});

/** Takes the tokens of a finished sign-in; null where the gateway has set cookies and shows none. */
export function enter(tokens: SessionTokens | null): void {
  if (tokens) session.set(tokens);
  begin(false);
}

/** Forgets a session that turned out to have ended. */
export function expire(): void {
  session.set(null);
}

/** Forgets the session after it was ended. */
export function leave(): void {
  isLeaving = true;
  session.set(null);
  isLeaving = false;
}

// Signed in or out in another tab.
addEventListener('storage', ({ key }) => {
  const [before, now] = [session.tokens(), stored()];
  if (key !== KEY || (!before && !now)) return;
  if (!now) return leave();
  session.set(now);
  if (before?.sessionToken !== now.sessionToken) begin(false);
});

export const currentVisit = (): Visit => visit;

export function onVisit(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
