/**
 * Ids of things that do not exist, for responses that must not tell whether an address is known (enumeration prevention). The same
 * name gets the same id for as long as the project secret stays, as a real one would.
 */
import { createHmac } from 'node:crypto';
import { normalName } from '../stytch/contract/normal-name.ts';

/**
 * @param key from the project secret: without it nobody tells a made-up id from a real one
 * @param projectId says, as every id does, whether the project is a test project
 */
export function createMadeUpIds(key: Buffer, projectId: string): (kind: string, name: string) => string {
  const environment = /^project-live-/.test(projectId) ? 'live' : 'test';
  return (kind, name) => {
    const bytes = createHmac('sha256', key)
      .update(JSON.stringify([kind, normalName(name)]))
      .digest();
    // A random UUID (RFC 9562, version 4), as Stytch's are.
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    const uuid = bytes.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    return `${kind}-${environment}-${uuid}`;
  };
}
