import { scopesOf } from '../../seed/connected-app.ts';
import { seedId } from '../../seed/id.ts';
import { consentKey } from '../../store.ts';
import type { Consent, Member } from '../store.ts';

/** Consents of a member to apps, by the apps' seed keys. */
export const consentsOf = (member: Member, apps: readonly string[]): [string, Consent][] =>
  apps.map((key) => {
    const client_id = seedId('connected-app', key);
    return [
      consentKey(member.member_id, client_id),
      {
        member_id: member.member_id,
        organization_id: member.organization_id,
        client_id,
        scopes: scopesOf[key] ?? ['openid'],
        granted_at: '2024-10-05T12:00:00Z',
      },
    ];
  });
