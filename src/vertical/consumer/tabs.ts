import type { GraphiqlTab } from '../graphiql-config.ts';
import { failingMutation, tab } from '../tab.ts';

/** Ids of the sandbox used by the prepared tabs. */
export interface TabIds {
  /** A user with every kind of factor. */
  userId: string;
}

/** A well-formed id that does not exist. */
const NOBODY = 'user-test-00000000-0000-4000-8000-000000000000';

/** Token of the magic link for `sandbox@stytch.com`, which Stytch documents for tests: valid any number of times. */
const TEST_LINK = 'DOYoip3rvIMMW5lgItikFK-Ak1CfMsgjuiCyI7uuU94=';

/** Password of the same user: Stytch accepts any password for this address. */
const TEST_PASSWORD = { emailAddress: 'sandbox@stytch.com', password: 'any password is right here' };

/** The tabs that GraphiQL opens with. Without a sandbox there are no ids, so only WhoAmI is returned. */
export const defaultTabs = (ids?: TabIds): GraphiqlTab[] => {
  if (!ids) return [{ ...whoAmI, credential: 'visitor' }];
  const { userId } = ids;
  return [
    whoAmI,
    tab('ada', 'MyAccount', myAccount),
    tab('ada', 'ChangeMyName', changeMyName, { input: { name: { middleName: 'King' } } }),
    tab('visitor', 'SendMeALink', sendMeALink, { input: { emailAddress: 'sandbox@stytch.com' } }),
    tab('visitor', 'SignIn', signIn, { input: { token: TEST_LINK } }),
    tab('visitor', 'SignInByPassword', signInByPassword, { input: TEST_PASSWORD }),
    tab('server', 'UserPage', userPage, { userId }),
    tab('server', 'UserSearch', userSearch, { filter: { nameContains: 'ada' } }),
    tab('server', 'AnError', anError, { input: { userId: NOBODY, name: { firstName: 'Nobody' } } }),
  ];
};

// Short lines, for an editor beside the documentation.

const whoAmI = tab(
  'ada',
  'WhoAmI',
  `
# The caller as the gateway identifies it. Choose
# another one at the top and run it again.
query WhoAmI {
  viewer {
    kind
    user {
      userId
      name {
        firstName
        lastName
      }
    }
    roleIds
    scopes
    canWrite: can(
      resourceId: "document"
      action: "write"
    )
  }
}
`,
);

const myAccount = `
# All data of the account page of a user,
# in one request.
query MyAccount {
  viewer {
    user {
      emailAddresses {
        emailAddress
        verified
      }
      phoneNumbers {
        phoneNumber
        verified
      }
      password {
        requiresReset
      }
      oauthRegistrations {
        providerSubject
      }
      webauthnRegistrations {
        name
        domain
      }
      totps {
        verified
      }
      connectedApps {
        name
      }
    }
  }
}
`;

const changeMyName = `
# Users omit "userId" and change their own
# account. Servers must set it.
mutation ChangeMyName($input: UpdateUserInput!) {
  updateUser(input: $input) {
    ... on UpdateUserPayload {
      user {
        name {
          firstName
          middleName
          lastName
        }
      }
    }
    ... on MutationError {
      code
      message
    }
  }
}
`;

const sendMeALink = `
# Any visitor may request a link. The response does
# not reveal whether the address exists.
mutation SendMeALink(
  $input: LoginOrCreateUserByMagicLinkInput!
) {
  loginOrCreateUserByMagicLink(input: $input) {
    ... on LoginOrCreateUserByMagicLinkPayload {
      emailId
    }
    ... on MutationError {
      code
      message
    }
  }
}
`;

const signIn = `
# The token of a followed link. Without a session if
# "sessionDurationMinutes" is null.
mutation SignIn(
  $input: AuthenticateUserMagicLinkInput!
) {
  authenticateUserMagicLink(input: $input) {
    ... on SignIn {
      user {
        userId
      }
      outcome {
        __typename
        ... on UserSignedIn {
          sessionToken
          sessionJwt
        }
      }
    }
    ... on MutationError {
      code
      message
    }
  }
}
`;

const signInByPassword = `
# A wrong password is INVALID_CREDENTIALS, whether
# the address exists or not.
mutation SignInByPassword(
  $input: AuthenticateUserPasswordInput!
) {
  authenticateUserPassword(input: $input) {
    ... on SignIn {
      user {
        userId
        emailAddresses {
          emailAddress
        }
      }
      outcome {
        __typename
        ... on UserSignedIn {
          sessionToken
          sessionJwt
          session {
            expiresAt
          }
        }
      }
    }
    ... on MutationError {
      code
      message
    }
  }
}
`;

const userPage = `
# A user as seen by support staff.
query UserPage($userId: ID!) {
  user(by: { id: $userId }) {
    status
    isLocked
    externalId
    createdAt
    roles {
      roleId
      description
    }
    trustedMetadata
  }
}
`;

const userSearch = `
# Ctrl+Space within "filter" of the variables
# lists the filters.
query UserSearch($filter: UserFilter) {
  users(first: 10, filter: $filter) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      userId
      name {
        firstName
        lastName
      }
      emailAddresses {
        emailAddress
      }
    }
  }
}
`;

const anError = failingMutation(
  'updateUser',
  `      user {
        userId
      }`,
);
