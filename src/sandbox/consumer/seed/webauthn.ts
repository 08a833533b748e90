import { createECDH, createHash } from 'node:crypto';
import { seedSecret } from '../../seed/id.ts';
import type { User, WebauthnCredential } from '../store.ts';
import { coseKey } from '../webauthn-key.ts';

/** Public keys of a user's registrations. No authenticator has their private keys. */
export const webauthnCredentialsOf = ({ user_id, webauthn_registrations }: User): [string, WebauthnCredential][] =>
  webauthn_registrations.map(({ webauthn_registration_id, domain }) => {
    const pair = createECDH('prime256v1');
    pair.setPrivateKey(createHash('sha256').update(webauthn_registration_id).digest());
    const point = pair.getPublicKey();
    return [
      seedSecret(`webauthn ${webauthn_registration_id}`),
      {
        user_id,
        registration_id: webauthn_registration_id,
        domain,
        handle: user_id,
        publicKey: coseKey(point.subarray(1, 33), point.subarray(33)),
        counter: 0,
      },
    ];
  });
