/**
 * @generated SignedSource<<8cf77f1d81c55dae5faee2cd5cf3189b>>
 * @lightSyntaxTransform
 * @codegen-command: npm run codegen
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ReaderFragment } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type team_member$data = {
  readonly emailAddress: string;
  readonly id: string;
  readonly name: string | null;
  readonly " $fragmentType": "team_member";
};
export type team_member$key = {
  readonly " $data"?: team_member$data;
  readonly " $fragmentSpreads": FragmentRefs<"team_member">;
};

import teamMemberQuery_graphql from './teamMemberQuery.graphql';

const node: ReaderFragment = {
  "argumentDefinitions": [],
  "kind": "Fragment",
  "metadata": {
    "refetch": {
      "connection": null,
      "fragmentPathInResult": [
        "node"
      ],
      "operation": teamMemberQuery_graphql,
      "identifierInfo": {
        "identifierField": "id",
        "identifierQueryVariableName": "id"
      }
    }
  },
  "name": "team_member",
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
  "type": "Member",
  "abstractKey": null
};

(node as any).hash = "b89c7c61bbfebc0c2f56a365e1ce09ea";

export default node;
