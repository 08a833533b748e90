/** An answer on its way to the socket. */
export type Reply = {
  status: number;
  body: object;
  headers?: Record<string, string>;
  /** How the connection fails, where a test asked for it. */
  connection?: 'hang' | 'reset' | 'cut' | 'malformed';
};
