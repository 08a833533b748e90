// GraphQL Mesh's OpenAPI source, composed from the same contract, behind Hive Gateway. Edges that the contract does not
// describe are additional types and resolvers, as in Mesh's documentation.

import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { getComposedSchemaFromConfig } from '@graphql-mesh/compose-cli';
import { loadOpenAPISubgraph } from '@omnigraph/openapi';

const { PORT, UPSTREAM, PROJECT_ID, PROJECT_SECRET, API_KEY } = process.env;
const authorization = `Basic ${Buffer.from(`${PROJECT_ID}:${PROJECT_SECRET}`).toString('base64')}`;

const search = 'api_organization_v1_organizations_members_Search';
const additionalTypeDefs = `
  extend type api_organization_v1_Organization {
    members(first: Int): ${search}_response
  }
  extend type api_organization_v1_Member {
    organization: api_organization_v1_Get_response
    sessions: api_b2b_session_v1_Get_response
  }
  extend type api_b2b_session_v1_MemberSession {
    member: api_organization_v1_organizations_members_Get_response
  }
`;

const quiet = { log() {}, debug() {}, info() {}, warn() {}, error: console.error, child: () => quiet };
const supergraph = await getComposedSchemaFromConfig(
  {
    fetch,
    subgraphs: [
      {
        sourceHandler: loadOpenAPISubgraph('stytch', {
          source: fileURLToPath(new URL('../../../src/stytch/contract/contract.json', import.meta.url)),
          endpoint: UPSTREAM,
          operationHeaders: { authorization },
          // By default Mesh makes every POST a mutation.
          selectQueryOrMutationField: [{ type: 'query', fieldName: search }],
        }),
      },
    ],
    additionalTypeDefs,
  },
  quiet,
);

const edge = (selectionSet, field, argumentsOf) => ({
  selectionSet,
  resolve: (root, args, context, info) =>
    context.stytch.Query[field]({ root, args: argumentsOf(root, args), context, info }),
});

const gateway = createGatewayRuntime({
  supergraph,
  logging: false,
  graphqlEndpoint: '/graphql',
  additionalResolvers: {
    api_organization_v1_Organization: {
      members: edge('{ organization_id }', search, ({ organization_id }, { first }) => ({
        input: { organization_ids: [organization_id], limit: first },
      })),
    },
    api_organization_v1_Member: {
      organization: edge('{ organization_id }', 'api_organization_v1_Get', ({ organization_id }) => ({
        organization_id,
      })),
      sessions: edge('{ organization_id member_id }', 'api_b2b_session_v1_Get', ({ organization_id, member_id }) => ({
        organization_id,
        member_id,
      })),
    },
    api_b2b_session_v1_MemberSession: {
      member: edge(
        '{ organization_id member_id }',
        'api_organization_v1_organizations_members_Get',
        ({ organization_id, member_id }) => ({ organization_id, member_id }),
      ),
    },
  },
  plugins: () => [
    {
      onRequest({ request, endResponse, fetchAPI }) {
        if (request.headers.get('authorization') !== `Bearer ${API_KEY}`) {
          endResponse(new fetchAPI.Response(null, { status: 401 }));
        }
      },
    },
  ],
});
createServer(gateway).listen(Number(PORT), '127.0.0.1');
