import type { GraphiqlTab } from '../graphiql-config.ts';
import { failingMutation, mutationError, tab } from '../tab.ts';

/** Ids of the sandbox used by the prepared tabs. */
export interface TabIds {
  organizationId: string;
  /** A member of that organization with sessions and recovery codes. */
  memberId: string;
  scim: { organizationId: string; connectionId: string };
  /** A connected app that has a secret. */
  connectedAppClientId: string;
}

/** A well-formed id that does not exist. */
const NOBODY = 'member-test-00000000-0000-4000-8000-000000000000';

/** The tabs that GraphiQL opens with. Without a sandbox there are no ids, so only WhoAmI is returned. */
export const defaultTabs = (ids?: TabIds): GraphiqlTab[] => {
  if (!ids) return [{ ...whoAmI, credential: 'visitor' }];
  const { organizationId, memberId, scim, connectedAppClientId: clientId } = ids;
  return [
    whoAmI,
    tab('admin', 'OrganizationPage', organizationPage, { organizationId }),
    tab('admin', 'MemberSearch', memberSearch, { organizationId, filter: { statuses: ['ACTIVE'] } }),
    tab('admin', 'MemberSessions', memberSessions, { organizationId, memberId }),
    tab('server', 'RotateRecoveryCodes', rotateRecoveryCodes, { input: { organizationId, memberId } }),
    tab('server', 'RotateScimToken', rotateScimToken, { start: scim, cancel: scim }),
    tab('server', 'RotateAppSecret', rotateAppSecret, { start: { clientId }, cancel: { clientId } }),
    tab('server', 'AnError', anError, { input: { organizationId, memberId: NOBODY, name: 'Nobody' } }),
  ];
};

// Short lines, for an editor beside the documentation.

const whoAmI = tab(
  'admin',
  'WhoAmI',
  `
# The caller as the gateway identifies it. Choose
# another one at the top and run it again.
query WhoAmI {
  viewer {
    kind
    organization {
      name
    }
    member {
      name
      emailAddress
    }
    roleIds
    canSearchMembers: can(
      resourceId: "stytch.member"
      action: "search"
    )
  }
}
`,
);

const organizationPage = `
# All data of a page about one organization,
# in one request.
query OrganizationPage($organizationId: ID!) {
  organization(by: { id: $organizationId }) {
    name
    slug
    createdAt
    members(first: 5) {
      totalCount
      nodes {
        name
        emailAddress
        status
      }
    }
    scimConnection {
      displayName
      status
    }
    connectedApps {
      name
      clientType
    }
  }
}
`;

const memberSearch = `
# Ctrl+Space within "filter" of the variables
# lists the filters.
query MemberSearch(
  $organizationId: ID!
  $filter: MemberFilter
) {
  organization(by: { id: $organizationId }) {
    members(first: 10, filter: $filter) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        memberId
        name
        emailAddress
        roles {
          roleId
        }
      }
    }
  }
}
`;

const memberSessions = `
# The sessions of a member and their
# authentication factors.
query MemberSessions(
  $organizationId: ID!
  $memberId: ID!
) {
  member(organizationId: $organizationId, by: { id: $memberId }) {
    name
    sessions {
      memberSessionId
      startedAt
      lastAccessedAt
      expiresAt
      authenticationFactors {
        __typename
      }
    }
  }
}
`;

const rotateRecoveryCodes = `
# The old codes stop working. The new codes are
# shown only once.
mutation RotateRecoveryCodes(
  $input: RotateRecoveryCodesInput!
) {
  rotateRecoveryCodes(input: $input) {
    ... on RotateRecoveryCodesPayload {
      recoveryCodes
      member {
        name
      }
    }
${mutationError}
  }
}
`;

const rotateScimToken = `
# The start returns a second token; the first stays
# valid until the rotation is completed. Here the
# rotation is canceled, so that this document can
# run any number of times.
mutation RotateScimToken(
  $start: StartScimTokenRotationInput!
  $cancel: CancelScimTokenRotationInput!
) {
  startScimTokenRotation(input: $start) {
    ... on StartScimTokenRotationPayload {
      nextBearerToken
      scimConnection {
        displayName
        nextBearerTokenExpiresAt
      }
    }
${mutationError}
  }
  cancelScimTokenRotation(input: $cancel) {
    ... on CancelScimTokenRotationPayload {
      scimConnection {
        displayName
        bearerTokenLastFour
      }
    }
${mutationError}
  }
}
`;

const rotateAppSecret = `
# Both secrets are valid from start to completion.
# Canceled immediately, so that this can run again.
mutation RotateAppSecret(
  $start: StartConnectedAppSecretRotationInput!
  $cancel: CancelConnectedAppSecretRotationInput!
) {
  startConnectedAppSecretRotation(input: $start) {
    ... on StartConnectedAppSecretRotationPayload {
      nextClientSecret
      connectedApp {
        name
        clientSecretLastFour
      }
    }
${mutationError}
  }
  cancelConnectedAppSecretRotation(input: $cancel) {
    ... on CancelConnectedAppSecretRotationPayload {
      connectedApp {
        name
        clientSecretLastFour
      }
    }
${mutationError}
  }
}
`;

const anError = failingMutation(
  'updateMember',
  `      member {
        name
      }`,
);
