/**
 * @generated SignedSource<<3598251c0a704d0d418088f4e7de63a0>>
 * @lightSyntaxTransform
 * @codegen-command: npm run codegen
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ReaderFragment } from 'relay-runtime';
export type ViewerKind = "MEMBER" | "SERVER" | "VISITOR";
import type { FragmentRefs } from "relay-runtime";
export type team_viewer$data = {
  readonly id: string;
  readonly kind: ViewerKind;
  readonly member: {
    readonly id: string;
    readonly name: string | null;
    readonly sessions: ReadonlyArray<{
      readonly expiresAt: string | null;
      readonly id: string;
    }> | null;
  } | null;
  readonly " $fragmentType": "team_viewer";
};
export type team_viewer$key = {
  readonly " $data"?: team_viewer$data;
  readonly " $fragmentSpreads": FragmentRefs<"team_viewer">;
};

import teamViewerRefetchQuery_graphql from './teamViewerRefetchQuery.graphql';

const node: ReaderFragment = (function(){
var v0 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
};
return {
  "argumentDefinitions": [],
  "kind": "Fragment",
  "metadata": {
    "refetch": {
      "connection": null,
      "fragmentPathInResult": [
        "viewer"
      ],
      "operation": teamViewerRefetchQuery_graphql
    }
  },
  "name": "team_viewer",
  "selections": [
    (v0/*:: as any*/),
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "kind",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "concreteType": "Member",
      "kind": "LinkedField",
      "name": "member",
      "plural": false,
      "selections": [
        (v0/*:: as any*/),
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
          "concreteType": "MemberSession",
          "kind": "LinkedField",
          "name": "sessions",
          "plural": true,
          "selections": [
            (v0/*:: as any*/),
            {
              "alias": null,
              "args": null,
              "kind": "ScalarField",
              "name": "expiresAt",
              "storageKey": null
            }
          ],
          "storageKey": null
        }
      ],
      "storageKey": null
    }
  ],
  "type": "Viewer",
  "abstractKey": null
};
})();

(node as any).hash = "776e481ff41b2d6878cba070ac35c66c";

export default node;
