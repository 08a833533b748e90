/** An answer on its way to the socket. */
export type Reply = {
  status: number;
  body: object;
  headers?: Record<string, string>;
  /** How a test wants it spoilt; see failures.ts. */
  spoilt?: 'no_answer' | 'reset' | 'cut' | 'broken_json';
};
