/** An answer on its way to the socket. */
export type Reply = {
  status: number;
  /** JSON, or the text of a page. */
  body: object | string;
  headers?: Record<string, string>;
  /** How the connection fails, where a test asked for it. */
  connection?: 'hang' | 'reset' | 'cut' | 'malformed';
};
