/** A sandbox of each kind of project, and a person in it who authorizes connected apps by the vendor's SDK. */
import { consumer } from '../../src/sandbox/consumer/kind.ts';
import { startSandbox, startSandboxOf } from '../../src/sandbox/index.ts';
import { seedId } from '../../src/sandbox/seed/id.ts';
import { consumerSdkClient, sdkClient } from './sdk.ts';

/** The form that the page of the application submits for the person. */
export type Asked = {
  client_id: string;
  redirect_uri: string;
  response_type: string;
  scopes: string[];
  consent_granted: boolean;
  state?: string;
  nonce?: string;
  code_challenge?: string;
  resources?: string[];
};

/** A seeded app by its short name. */
export const appOf = (key: string) => ({
  client_id: seedId('connected-app', key),
  redirect_uri: key === 'crumb-cli' ? 'http://127.0.0.1:8976/callback' : `https://${key}.example/callback`,
});

export const kinds = {
  b2b: async (now: () => Date) => {
    const sandbox = await startSandbox({ port: 0, now });
    const { organization_id, member_id, email_address, name } = (await sandbox.world()).credentials.admin;
    const slug = sandbox.store.organizations.get(organization_id)?.organization_slug;
    const sdk = sdkClient(sandbox);
    return {
      sandbox,
      sdk,
      person: { sub: member_id, email: email_address, name },
      /** The claims in access tokens of this kind of project, besides those of both kinds. */
      ofKind: { organization: { organization_id, slug } },
      authorize: (asked: Asked) => sdk.idp.oauth.authorize({ ...asked, organization_id, member_id }),
      revoke: (connected_app_id: string) =>
        sdk.organizations.members.connectedApps.revoke({ organization_id, member_id, connected_app_id }),
      removePerson: () => sdk.organizations.members.delete({ organization_id, member_id }),
    };
  },
  consumer: async (now: () => Date) => {
    const sandbox = await startSandboxOf(consumer, { port: 0, now });
    const { user_id } = (await sandbox.world()).credentials.user;
    const sdk = consumerSdkClient(sandbox);
    const { emails, name } = await sdk.users.get({ user_id });
    return {
      sandbox,
      sdk,
      person: { sub: user_id, email: emails[0]?.email ?? '', name: `${name?.first_name} ${name?.last_name}` },
      ofKind: {},
      authorize: (asked: Asked) => sdk.idp.oauth.authorize({ ...asked, user_id }),
      revoke: (connected_app_id: string) => sdk.users.revoke({ user_id, connected_app_id }),
      removePerson: () => sdk.users.delete({ user_id }),
    };
  },
};

export type Made = Awaited<ReturnType<(typeof kinds)[keyof typeof kinds]>>;
