/**
 * Ids of objects that do not exist, for responses that must not reveal whether an address is known (enumeration
 * prevention). A name yields the same id until the project secret changes, like a real one.
 */
import { createHmac } from 'node:crypto';
import { normalName } from '../stytch/contract/normal-name.ts';

/**
 * @param key derived from the project secret; without it a made-up id cannot be distinguished from a real one
 * @param projectId determines `test` or `live` in the id
 */
export function createMadeUpIds(key: Buffer, projectId: string): (kind: string, name: string) => string {
  const environment = /^project-live-/.test(projectId) ? 'live' : 'test';
  return (kind, name) => {
    const bytes = createHmac('sha256', key)
      .update(JSON.stringify([kind, normalName(name)]))
      .digest();
    // A random UUID (RFC 9562, version 4), like Stytch's.
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    const uuid = bytes.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    return `${kind}-${environment}-${uuid}`;
  };
}
