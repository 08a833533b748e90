/**
 * @generated SignedSource<<71fea287b46095bda774d5acb4c25952>>
 * @lightSyntaxTransform
 * @codegen-command: npm run codegen
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type MfaMethod = "SMS_OTP" | "TOTP" | "UNKNOWN";
export type UpdateMemberInput = {
  defaultMfaMethod?: MfaMethod | null;
  emailAddress?: string | null;
  externalId?: string | null;
  isBreakglass?: boolean | null;
  memberId: string;
  mfaEnrolled?: boolean | null;
  mfaPhoneNumber?: string | null;
  name?: string | null;
  organizationId: string;
  preserveExistingSessions?: boolean | null;
  roleIds?: ReadonlyArray<string> | null;
  trustedMetadata?: Record<string, unknown> | null;
  unlinkEmail?: boolean | null;
  untrustedMetadata?: Record<string, unknown> | null;
};
export type teamRenameMutation$variables = {
  input: UpdateMemberInput;
};
export type teamRenameMutation$data = {
  readonly updateMember: {
    readonly member?: {
      readonly " $fragmentSpreads": FragmentRefs<"team_member">;
    };
  } | null;
};
export type teamRenameMutation = {
  response: teamRenameMutation$data;
  variables: teamRenameMutation$variables;
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
];
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "teamRenameMutation",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "updateMember",
        "plural": false,
        "selections": [
          {
            "kind": "InlineFragment",
            "selections": [
              {
                "alias": null,
                "args": null,
                "concreteType": "Member",
                "kind": "LinkedField",
                "name": "member",
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
            "type": "UpdateMemberPayload",
            "abstractKey": null
          }
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
    "name": "teamRenameMutation",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "updateMember",
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
                "concreteType": "Member",
                "kind": "LinkedField",
                "name": "member",
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
            "type": "UpdateMemberPayload",
            "abstractKey": null
          }
        ],
        "storageKey": null
      }
    ]
  },
  "params": {
    "cacheID": "56219aaa0f54e9e861f494179f9ba29c",
    "id": null,
    "metadata": {},
    "name": "teamRenameMutation",
    "operationKind": "mutation",
    "text": "mutation teamRenameMutation(\n  $input: UpdateMemberInput!\n) {\n  updateMember(input: $input) {\n    __typename\n    ... on UpdateMemberPayload {\n      member {\n        ...team_member\n        id\n      }\n    }\n  }\n}\n\nfragment team_member on Member {\n  id\n  name\n  emailAddress\n}\n"
  }
};
})();

(node as any).hash = "52d49d0f31d27df307f7bcfc6e5927ef";

export default node;
