import type { SandboxGateway } from '../gateway.ts';
import type { OperationExample } from './index.ts';

const organizationId = (g: SandboxGateway) => g.world.credentials.admin.organization_id;
const own = (g: SandboxGateway) => ({ organizationId: organizationId(g) });

export const operations: OperationExample[] = [
  {
    id: 'api_organization_v1_Create',
    document: `mutation { createOrganization(input: { name: "Tidewater", slug: "tidewater" }) {
      ... on CreateOrganizationPayload { organization { organizationId } } ... on MutationError { errorType } } }`,
  },
  {
    id: 'api_organization_v1_Get',
    document: 'query ($organizationId: ID!) { organization(by: { id: $organizationId }) { name } }',
    variables: own,
  },
  {
    id: 'api_organization_v1_Update',
    document: `mutation ($organizationId: ID!) { updateOrganization(input: { organizationId: $organizationId, name: "New name" }) {
      ... on UpdateOrganizationPayload { organization { name } } ... on MutationError { errorType } } }`,
    variables: own,
    as: 'admin',
  },
  {
    id: 'api_organization_v1_Delete',
    document: `mutation ($organizationId: ID!) { deleteOrganization(input: { organizationId: $organizationId }) {
      ... on DeleteOrganizationPayload { organizationId } ... on MutationError { errorType } } }`,
    variables: own,
  },
  {
    id: 'api_organization_v1_Search',
    document: '{ organizations(first: 1) { nodes { name } } }',
  },
  {
    id: 'api_organization_v1_Metrics',
    document: 'query ($organizationId: ID!) { organization(by: { id: $organizationId }) { metrics { memberCount } } }',
    variables: own,
  },
  {
    id: 'api_organization_v1_DeleteExternalId',
    document: `mutation ($organizationId: ID!) { deleteOrganizationExternalId(input: { organizationId: $organizationId }) {
      ... on DeleteOrganizationExternalIdPayload { organization { externalId } } ... on MutationError { errorType } } }`,
    variables: own,
    as: 'admin',
  },
];
