/**
 * @generated SignedSource<<ca3c836ac5bb9edaec7b74d8e7c3c836>>
 * @lightSyntaxTransform
 * @codegen-command: npm run codegen
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
export type ErrorCode = "BAD_UPSTREAM_RESPONSE" | "CONFLICT" | "FORBIDDEN" | "INVALID_CREDENTIALS" | "INVALID_INPUT" | "LOCKED" | "NOT_CONFIGURED" | "NOT_FOUND" | "OUTCOME_UNKNOWN" | "PRECONDITION_FAILED" | "RATE_LIMITED" | "TIMEOUT" | "UNAUTHENTICATED" | "UPSTREAM_ERROR" | "UPSTREAM_UNAVAILABLE";
export type RevokeMemberSessionInput = {
  cookie: boolean;
  memberId?: never;
  memberSessionId?: never;
  sessionJwt?: never;
  sessionToken?: never;
} | {
  cookie?: never;
  memberId: string;
  memberSessionId?: never;
  sessionJwt?: never;
  sessionToken?: never;
} | {
  cookie?: never;
  memberId?: never;
  memberSessionId: string;
  sessionJwt?: never;
  sessionToken?: never;
} | {
  cookie?: never;
  memberId?: never;
  memberSessionId?: never;
  sessionJwt: string;
  sessionToken?: never;
} | {
  cookie?: never;
  memberId?: never;
  memberSessionId?: never;
  sessionJwt?: never;
  sessionToken: string;
};
export type teamSignOutMutation$variables = {
  input: RevokeMemberSessionInput;
};
export type teamSignOutMutation$data = {
  readonly revokeMemberSession: {
    readonly code?: ErrorCode;
    readonly message?: string;
    readonly requestId?: string;
  } | null;
};
export type teamSignOutMutation = {
  response: teamSignOutMutation$data;
  variables: teamSignOutMutation$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "input"
  }
],
v1 = [
  {
    "kind": "Variable",
    "name": "input",
    "variableName": "input"
  }
],
v2 = {
  "kind": "InlineFragment",
  "selections": [
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "requestId",
      "storageKey": null
    }
  ],
  "type": "RevokeMemberSessionPayload",
  "abstractKey": null
},
v3 = {
  "kind": "InlineFragment",
  "selections": [
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "code",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "message",
      "storageKey": null
    }
  ],
  "type": "MutationError",
  "abstractKey": null
};
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "teamSignOutMutation",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "revokeMemberSession",
        "plural": false,
        "selections": [
          (v2/*:: as any*/),
          (v3/*:: as any*/)
        ],
        "storageKey": null
      }
    ],
    "type": "Mutation",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "teamSignOutMutation",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "revokeMemberSession",
        "plural": false,
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "__typename",
            "storageKey": null
          },
          (v2/*:: as any*/),
          (v3/*:: as any*/)
        ],
        "storageKey": null
      }
    ]
  },
  "params": {
    "cacheID": "68c95f22e98fffdf953bcba57834d1c7",
    "id": null,
    "metadata": {},
    "name": "teamSignOutMutation",
    "operationKind": "mutation",
    "text": "mutation teamSignOutMutation(\n  $input: RevokeMemberSessionInput!\n) {\n  revokeMemberSession(input: $input) {\n    __typename\n    ... on RevokeMemberSessionPayload {\n      requestId\n    }\n    ... on MutationError {\n      code\n      message\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "e82881a5a741485f57e4508e0c2a3aca";

export default node;
