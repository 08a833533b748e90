/** The opaque ids of this graph: a type, and what tells things of that type apart. */

/** An opaque id, taken apart. */
export interface OpaqueId {
  readonly typename: string;
  /** Its parts, joined. */
  readonly id: string;
}

/** Joins the parts of an id. */
export const joinNodeId = (...parts: string[]): string => parts.join('/');

/** Splits what joinNodeId joined. */
export const splitNodeId = (id: string): string[] => id.split('/');

/** The opaque id of a thing. */
export const encodeOpaqueId = (typename: string, id: string | number | bigint): string =>
  Buffer.from(`${typename}:${id}`).toString('base64url');

/** Takes an opaque id apart; undefined for any other text. */
export function decodeOpaqueId(text: string): OpaqueId | undefined {
  const [, typename, id] = /^([A-Z][A-Za-z0-9]*):(.+)$/s.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  return typename && id ? { typename, id } : undefined;
}
