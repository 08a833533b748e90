type Stored = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'clear' | 'length'>;

/** Keys under which GraphiQL keeps what was run, request headers included. */
const HISTORY = new Set(['graphiql:queries', 'graphiql:favorites']);

/**
 * Where GraphiQL keeps documents and layout: the browser's local storage, under the project's name, so that tabs made
 * for the sandbox do not turn up over a real project on the same port. Request headers may hold a token and are left
 * out of the history.
 */
export const projectStorage = (project: string): Stored => {
  const prefix = `${project}/`;
  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  return {
    getItem: (key) => localStorage.getItem(prefix + key),
    setItem: (key, value) => localStorage.setItem(prefix + key, HISTORY.has(key) ? withoutHeaders(value) : value),
    removeItem: (key) => localStorage.removeItem(prefix + key),
    clear: () => {
      for (const key of keys()) localStorage.removeItem(key);
    },
    get length() {
      return keys().length;
    },
  };
};

const withoutHeaders = (json: string): string =>
  JSON.stringify(JSON.parse(json, (key, value: unknown) => (key === 'headers' ? undefined : value)));

const EXPLAIN = 'stytch-graphql:explain';

/** Whether the panel that explains requests was open last; null if it was never opened or closed. */
export const storedExplain = (): boolean | null => {
  const stored = localStorage.getItem(EXPLAIN);
  return stored === null ? null : stored === 'on';
};

export const storeExplain = (open: boolean): void => localStorage.setItem(EXPLAIN, open ? 'on' : 'off');

const CHOICE = 'stytch-graphql:caller';

/** Whom the select was set to in this browser tab; a name only, never a token. */
export const storedChoice = (): string | null => sessionStorage.getItem(CHOICE);

export const storeChoice = (choice: string): void => sessionStorage.setItem(CHOICE, choice);

const OPENED = 'stytch-graphql:opened/';

/** The caller that a document of the search is written for, by the name of its operation. */
export const openedCaller = (operationName: string | null | undefined): string | null =>
  operationName ? sessionStorage.getItem(OPENED + operationName) : null;

export const storeOpenedCaller = (operationName: string, caller: string): void =>
  sessionStorage.setItem(OPENED + operationName, caller);
