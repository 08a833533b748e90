/**
 * @generated SignedSource<<fe743a5366e12e9af1af8e138a686391>>
 * @lightSyntaxTransform
 * @codegen-command: npm run codegen
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ReaderFragment } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type team_member$data = {
  readonly emailAddress: string | null;
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
      "name": "name",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "emailAddress",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "id",
      "storageKey": null
    }
  ],
  "type": "Member",
  "abstractKey": null
};

(node as any).hash = "72d82acad20758adfbd3a4b1c4f2cd6c";

export default node;
