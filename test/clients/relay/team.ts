/** What a page about the team of an organization asks for. The compiler reads these documents and writes `__generated__/`. */
import { graphql } from 'relay-runtime';

graphql`
  query teamQuery($id: ID!, $statuses: [MemberStatusInput!]) {
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
    statuses: { type: "[MemberStatusInput!]" }
  ) {
    name
    members(first: $count, after: $cursor, filter: { statuses: $statuses })
      @connection(key: "team_members", filters: ["filter"]) {
      edges {
        node {
          ...team_member
        }
      }
    }
  }
`;

graphql`
  fragment team_member on Member @refetchable(queryName: "teamMemberQuery") {
    name
    emailAddress
  }
`;
