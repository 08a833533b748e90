/** A response before it is written to the socket. */
export type HttpReply = {
  status: number;
  /** JSON, or the text of a page. */
  body: object | string;
  headers?: Record<string, string>;
  /** Injected connection failure. */
  connection?: 'hang' | 'reset' | 'cut' | 'malformed';
};
