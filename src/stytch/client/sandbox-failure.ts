/** Header of a request that a sandbox is to fail; see docs/sandbox.md. Never sent to a real project. */
export const SANDBOX_FAILURE_HEADER = 'x-sandbox-failure';
