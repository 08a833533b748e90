type Stored = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'clear' | 'length'>;

/** Keys under which GraphiQL stores the history, including request headers. */
const HISTORY = new Set(['graphiql:queries', 'graphiql:favorites']);

/**
 * Storage of GraphiQL's documents and layout: local storage with a prefix per project, so that tabs of the sandbox do
 * not appear for a project on the same port. Request headers may contain a token and are removed from the history.
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

/** Whether the Explain panel was open last; null if it was never toggled. */
export const storedExplain = (): boolean | null => {
  const stored = localStorage.getItem(EXPLAIN);
  return stored === null ? null : stored === 'on';
};

export const storeExplain = (open: boolean): void => localStorage.setItem(EXPLAIN, open ? 'on' : 'off');

const CHOICE = 'stytch-graphql:caller';

/** The choice of the caller select in this browser tab; a name, never a token. */
export const storedChoice = (): string | null => sessionStorage.getItem(CHOICE);

export const storeChoice = (choice: string): void => sessionStorage.setItem(CHOICE, choice);

const OPENED = 'stytch-graphql:opened/';

/** The intended caller of a document opened from the operation search, by operation name. */
export const openedCaller = (operationName: string | null | undefined): string | null =>
  operationName ? sessionStorage.getItem(OPENED + operationName) : null;

export const storeOpenedCaller = (operationName: string, caller: string): void =>
  sessionStorage.setItem(OPENED + operationName, caller);
