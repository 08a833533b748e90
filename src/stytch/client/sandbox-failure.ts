/** The header of a request to a sandbox that is to fail; docs/sandbox.md. Never sent to a real project. */
export const SANDBOX_FAILURE_HEADER = 'x-sandbox-failure';
