import { randomUUID } from 'node:crypto';
import type { Schemas } from '../stytch/contract/types.ts';

/** A refusal, which the router or the HTTP server converts to Stytch's error body. */
export class SandboxError extends Error {
  readonly status: number;
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

/**
 * Rejects the request.
 *
 * @param type Stytch's `error_type` (reference/error-types.txt)
 * @param message one sentence for a person
 * @throws Refusal always
 */
export function fail(status: number, type: string, message: string): never {
  throw new SandboxError(status, type, message);
}

/** Id of a request, in every response. */
export const requestId = () => `request-id-test-${randomUUID()}`;

/** Body of a refusal, the contract's `Error`. */
export const errorBody = ({
  status,
  type,
  message,
}: Pick<SandboxError, 'status' | 'type' | 'message'>): Schemas['Error'] => ({
  status_code: status,
  request_id: requestId(),
  error_type: type,
  error_message: message,
  error_url: `https://stytch.com/docs/api/errors/${status}#${type}`,
});

/** The same in the form of RFC 6749, section 5.2. `error_uri` is optional there, and required by the vendor's SDKs for Java and Rust. */
export const oauthErrorBody = ({
  error_type,
  error_message,
  error_url,
  request_id,
  status_code,
}: Schemas['Error']) => ({
  error: error_type,
  error_description: error_message,
  error_uri: error_url,
  request_id,
  status_code,
});
