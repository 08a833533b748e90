/**
 * @generated SignedSource<<afa7ba34878fe07c0f971cd988ab8c83>>
 * @lightSyntaxTransform
 * @codegen-command: npm run codegen
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type ErrorCode = "BAD_UPSTREAM_RESPONSE" | "CONFLICT" | "FORBIDDEN" | "INVALID_CREDENTIALS" | "INVALID_INPUT" | "LOCKED" | "NOT_CONFIGURED" | "NOT_FOUND" | "OUTCOME_UNKNOWN" | "PRECONDITION_FAILED" | "RATE_LIMITED" | "TIMEOUT" | "UNAUTHENTICATED" | "UPSTREAM_ERROR" | "UPSTREAM_UNAVAILABLE";
export type CreateMemberInput = {
  createMemberAsPending?: boolean | null;
  emailAddress: string;
  externalId?: string | null;
  isBreakglass?: boolean | null;
  mfaEnrolled?: boolean | null;
  mfaPhoneNumber?: string | null;
  name?: string | null;
  organizationId: string;
  roleIds?: ReadonlyArray<string> | null;
  trustedMetadata?: Record<string, unknown> | null;
  untrustedMetadata?: Record<string, unknown> | null;
};
export type teamAddMutation$variables = {
  connections: ReadonlyArray<string>;
  input: CreateMemberInput;
};
export type teamAddMutation$data = {
  readonly createMember: {
    readonly code?: ErrorCode;
    readonly memberEdge?: {
      readonly node: {
        readonly " $fragmentSpreads": FragmentRefs<"team_member">;
      } | null;
    };
    readonly message?: string;
  } | null;
};
export type teamAddMutation = {
  response: teamAddMutation$data;
  variables: teamAddMutation$variables;
};

const node: ConcreteRequest = (function(){
var v0 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "connections"
},
v1 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "input"
},
v2 = [
  {
    "kind": "Variable",
    "name": "input",
    "variableName": "input"
  }
],
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
    "argumentDefinitions": [
      (v0/*:: as any*/),
      (v1/*:: as any*/)
    ],
    "kind": "Fragment",
    "metadata": null,
    "name": "teamAddMutation",
    "selections": [
      {
        "alias": null,
        "args": (v2/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "createMember",
        "plural": false,
        "selections": [
          {
            "kind": "InlineFragment",
            "selections": [
              {
                "alias": null,
                "args": null,
                "concreteType": "MemberEdge",
                "kind": "LinkedField",
                "name": "memberEdge",
                "plural": false,
                "selections": [
                  {
                    "alias": null,
                    "args": null,
                    "concreteType": "Member",
                    "kind": "LinkedField",
                    "name": "node",
                    "plural": false,
                    "selections": [
                      {
                        "args": null,
                        "kind": "FragmentSpread",
                        "name": "team_member"
                      }
                    ],
                    "storageKey": null
                  }
                ],
                "storageKey": null
              }
            ],
            "type": "CreateMemberPayload",
            "abstractKey": null
          },
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
    "argumentDefinitions": [
      (v1/*:: as any*/),
      (v0/*:: as any*/)
    ],
    "kind": "Operation",
    "name": "teamAddMutation",
    "selections": [
      {
        "alias": null,
        "args": (v2/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "createMember",
        "plural": false,
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "__typename",
            "storageKey": null
          },
          {
            "kind": "InlineFragment",
            "selections": [
              {
                "alias": null,
                "args": null,
                "concreteType": "MemberEdge",
                "kind": "LinkedField",
                "name": "memberEdge",
                "plural": false,
                "selections": [
                  {
                    "alias": null,
                    "args": null,
                    "concreteType": "Member",
                    "kind": "LinkedField",
                    "name": "node",
                    "plural": false,
                    "selections": [
                      {
                        "alias": null,
                        "args": null,
                        "kind": "ScalarField",
                        "name": "id",
                        "storageKey": null
                      },
                      {
                        "alias": null,
                        "args": null,
                        "kind": "ScalarField",
                        "name": "name",
                        "storageKey": null
                      },
                      {
                        "alias": null,
                        "args": null,
                        "kind": "ScalarField",
                        "name": "emailAddress",
                        "storageKey": null
                      }
                    ],
                    "storageKey": null
                  }
                ],
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "filters": null,
                "handle": "appendEdge",
                "key": "",
                "kind": "LinkedHandle",
                "name": "memberEdge",
                "handleArgs": [
                  {
                    "kind": "Variable",
                    "name": "connections",
                    "variableName": "connections"
                  }
                ]
              }
            ],
            "type": "CreateMemberPayload",
            "abstractKey": null
          },
          (v3/*:: as any*/)
        ],
        "storageKey": null
      }
    ]
  },
  "params": {
    "cacheID": "7b2f7d08fc05ff0a258b46e66256e4be",
    "id": null,
    "metadata": {},
    "name": "teamAddMutation",
    "operationKind": "mutation",
    "text": "mutation teamAddMutation(\n  $input: CreateMemberInput!\n) {\n  createMember(input: $input) {\n    __typename\n    ... on CreateMemberPayload {\n      memberEdge {\n        node {\n          ...team_member\n          id\n        }\n      }\n    }\n    ... on MutationError {\n      code\n      message\n    }\n  }\n}\n\nfragment team_member on Member {\n  id\n  name\n  emailAddress\n}\n"
  }
};
})();

(node as any).hash = "b0560396e2af02d892686a6b63331e76";

export default node;
