/** A gateway over a sandbox, with the ids and members that tests of members need. */
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

export const startMembers = async () => {
  const g = await gatewayOverSandbox();
  const { admin, member } = g.world.credentials;
  const own = admin.organization_id;
  return {
    g,
    /** The id of the organization of the admin and the plain member. */
    own,
    /** The id of another organization. */
    other: g.world.organizations.map(({ organization_id }) => organization_id).find((id) => id !== own) ?? '',
    /** The id of the admin. */
    ada: admin.member_id,
    /** The id of the plain member. */
    plain: member.member_id,
  };
};

/** The operations that were called, in order, with short names. */
export const asked = (g: SandboxGateway) =>
  g.calls.map(({ id }) => id.replace('api_organization_v1_', '').replace('organizations_', ''));

/** The members of an organization with a status, from the sandbox's store. */
export const stored = (g: SandboxGateway, organizationId: string, status = 'active') =>
  [...g.sandbox.store.members.values()].filter(
    (member) => member.organization_id === organizationId && member.status === status,
  );

export const LOOKUP = `query ($organizationId: ID!, $by: MemberBy!) {
  member(organizationId: $organizationId, by: $by) { id memberId name } }`;
