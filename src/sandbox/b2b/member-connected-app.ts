import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { appSummary, endConsents } from '../oauth-server/consent.ts';
import { consentKey } from '../store.ts';
import { allowsApp } from './consent.ts';
import { findMember, findOrganization } from './find.ts';

export const memberConnectedApp = {
  api_organization_v1_organizations_members_GetConnectedApps: {
    needs: { resource: 'stytch.member', action: 'get.connected-apps', self: ({ params }) => params.member_id },
    answer: ({ store, params }) => {
      const organization = findOrganization(store, params.organization_id);
      const { member_id } = findMember(store, organization, params.member_id);
      return {
        connected_apps: [...store.connectedApps.values()].flatMap(({ app }) => {
          const consent = store.consents.get(consentKey(member_id, app.client_id));
          if (!consent || !allowsApp(organization, app)) return [];
          return { ...appSummary(app), scopes_granted: consent.scopes.join(' ') };
        }),
      };
    },
  },

  // Revoking the consent also revokes the app's tokens.
  api_organization_v1_organizations_members_connected_apps_Revoke: {
    needs: { resource: 'stytch.member', action: 'revoke.connected-app', self: ({ params }) => params.member_id },
    answer: ({ store, params }) => {
      const { member_id } = findMember(store, findOrganization(store, params.organization_id), params.member_id);
      const { connected_app_id } = params;
      if (!endConsents(store, (of) => of.member_id === member_id && of.client_id === connected_app_id)) {
        fail(404, 'connected_app_not_found', 'The member uses no connected app of this id.');
      }
      return {};
    },
  },
} satisfies DomainHandlers;
