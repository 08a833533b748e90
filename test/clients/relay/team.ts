/** Documents of a page about the team of an organization. The compiler reads them and writes `__generated__/`. */
import { graphql } from 'relay-runtime';

graphql`
  query teamQuery($id: ID!, $statuses: [MemberStatus!]) {
    node(id: $id) {
      ...team_organization @alias(as: "team") @arguments(statuses: $statuses)
    }
  }
`;

graphql`
  fragment team_organization on Organization
  @refetchable(queryName: "teamPageQuery")
  @argumentDefinitions(
    count: { type: "Int", defaultValue: 4 }
    cursor: { type: "String" }
    statuses: { type: "[MemberStatus!]" }
  ) {
    id
    name
    members(first: $count, after: $cursor, filter: { statuses: $statuses })
      @connection(key: "team_members", filters: ["filter"]) {
      edges {
        node {
          id
          ...team_member
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

graphql`
  fragment team_member on Member @refetchable(queryName: "teamMemberQuery") {
    id
    name
    emailAddress
  }
`;

graphql`
  query teamViewerQuery {
    viewer {
      ...team_viewer
    }
  }
`;

graphql`
  query teamViewerNodeQuery($id: ID!) {
    node(id: $id) {
      ...team_viewer @alias(as: "viewer")
    }
  }
`;

graphql`
  fragment team_viewer on Viewer @refetchable(queryName: "teamViewerRefetchQuery") {
    id
    kind
    member {
      id
      name
      sessions {
        id
        expiresAt
      }
    }
  }
`;

graphql`
  mutation teamAddMutation($input: CreateMemberInput!, $connections: [ID!]!) {
    createMember(input: $input) {
      ... on CreateMemberPayload {
        memberEdge @appendEdge(connections: $connections) {
          node {
            ...team_member
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

graphql`
  mutation teamRenameMutation($input: UpdateMemberInput!) {
    updateMember(input: $input) {
      ... on UpdateMemberPayload {
        member {
          ...team_member
        }
      }
    }
  }
`;

graphql`
  mutation teamRemoveMutation($input: DeleteMemberInput!, $connections: [ID!]!) {
    deleteMember(input: $input) {
      ... on DeleteMemberPayload {
        deletedId @deleteEdge(connections: $connections)
      }
      ... on MutationError {
        code
        message
      }
    }
  }
`;

graphql`
  mutation teamEraseMutation($input: DeleteMemberInput!) {
    deleteMember(input: $input) {
      ... on DeleteMemberPayload {
        deletedId @deleteRecord
      }
      ... on MutationError {
        code
        message
      }
    }
  }
`;

graphql`
  mutation teamSignOutMutation($input: RevokeMemberSessionInput!) {
    revokeMemberSession(input: $input) {
      ... on RevokeMemberSessionPayload {
        requestId
      }
      ... on MutationError {
        code
        message
      }
    }
  }
`;
