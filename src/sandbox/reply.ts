/** An answer on its way to the socket. */
export type Reply = { status: number; body: object; headers?: Record<string, string> };
