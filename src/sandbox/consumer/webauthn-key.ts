/** Registered WebAuthn keys. */
import type { ConsumerStore, WebauthnCredential } from './store.ts';

/** Public key on P-256 as a COSE key. */
export const coseKey = (x: Uint8Array, y: Uint8Array): Uint8Array<ArrayBuffer> =>
  Buffer.concat([Buffer.from('a5010203262001215820', 'hex'), x, Buffer.from('225820', 'hex'), y]);

/** Deletes credentials, so that their authenticators can be registered again. */
export const forgetCredentials = (store: ConsumerStore, isGone: (held: WebauthnCredential) => boolean) => {
  for (const [id, held] of store.webauthnCredentials) if (isGone(held)) store.webauthnCredentials.delete(id);
};
