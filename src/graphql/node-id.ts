/** The opaque ids of this graph: the name of a type and the key of an object of that type. */

/** A decoded opaque id. */
export interface OpaqueId {
  readonly typename: string;
  /** The joined parts of the key. */
  readonly id: string;
}

/** Joins the parts of a key with `/`. */
export const joinNodeId = (...parts: string[]): string => parts.join('/');

/** Splits the parts of a key. */
export const splitNodeId = (id: string): string[] => id.split('/');

/** Encodes a type and a key as an opaque id. */
export const encodeOpaqueId = (typename: string, id: string | number | bigint): string =>
  Buffer.from(`${typename}:${id}`).toString('base64url');

/** Decodes an opaque id; undefined for any other text. */
export function decodeOpaqueId(text: string): OpaqueId | undefined {
  const [, typename, id] = /^([A-Z][A-Za-z0-9]*):(.+)$/s.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  return typename && id ? { typename, id } : undefined;
}
