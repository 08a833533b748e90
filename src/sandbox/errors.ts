import { randomUUID } from 'node:crypto';
import type { Schemas } from '../stytch/contract/types.ts';

/** A refusal on its way to the caller: thrown anywhere, turned into Stytch's error body at the socket. */
export class Refusal extends Error {
  readonly status: number;
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

/** Refuses the request: HTTP status, Stytch's `error_type` (reference/error-types.txt), one sentence for a person. */
export function fail(status: number, type: string, message: string): never {
  throw new Refusal(status, type, message);
}

/** The id that every answer carries. */
export const requestId = () => `request-id-test-${randomUUID()}`;

/** The body of a refusal, as the contract's `Error`. */
export const errorBody = ({
  status,
  type,
  message,
}: Pick<Refusal, 'status' | 'type' | 'message'>): Schemas['Error'] => ({
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
