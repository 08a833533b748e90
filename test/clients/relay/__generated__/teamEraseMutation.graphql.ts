/**
 * @generated SignedSource<<88e1de58d733fe6ca5aeadd417a93bd0>>
 * @lightSyntaxTransform
 * @codegen-command: npm run codegen
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
export type ErrorCode = "BAD_UPSTREAM_RESPONSE" | "CONFLICT" | "FORBIDDEN" | "INVALID_CREDENTIALS" | "INVALID_INPUT" | "LOCKED" | "NOT_CONFIGURED" | "NOT_FOUND" | "OUTCOME_UNKNOWN" | "PRECONDITION_FAILED" | "RATE_LIMITED" | "TIMEOUT" | "UNAUTHENTICATED" | "UPSTREAM_ERROR" | "UPSTREAM_UNAVAILABLE";
export type DeleteMemberInput = {
  memberId: string;
  organizationId: string;
};
export type teamEraseMutation$variables = {
  input: DeleteMemberInput;
};
export type teamEraseMutation$data = {
  readonly deleteMember: {
    readonly code?: ErrorCode;
    readonly deletedId?: string;
    readonly message?: string;
  } | null;
};
export type teamEraseMutation = {
  response: teamEraseMutation$data;
  variables: teamEraseMutation$variables;
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
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "deletedId",
  "storageKey": null
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
    "name": "teamEraseMutation",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "deleteMember",
        "plural": false,
        "selections": [
          {
            "kind": "InlineFragment",
            "selections": [
              (v2/*:: as any*/)
            ],
            "type": "DeleteMemberPayload",
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
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "teamEraseMutation",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "deleteMember",
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
              (v2/*:: as any*/),
              {
                "alias": null,
                "args": null,
                "filters": null,
                "handle": "deleteRecord",
                "key": "",
                "kind": "ScalarHandle",
                "name": "deletedId"
              }
            ],
            "type": "DeleteMemberPayload",
            "abstractKey": null
          },
          (v3/*:: as any*/)
        ],
        "storageKey": null
      }
    ]
  },
  "params": {
    "cacheID": "66087ad8cb1875a3839b319f585a441e",
    "id": null,
    "metadata": {},
    "name": "teamEraseMutation",
    "operationKind": "mutation",
    "text": "mutation teamEraseMutation(\n  $input: DeleteMemberInput!\n) {\n  deleteMember(input: $input) {\n    __typename\n    ... on DeleteMemberPayload {\n      deletedId\n    }\n    ... on MutationError {\n      code\n      message\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "b36045604b1611427023bf9be7696d03";

export default node;
