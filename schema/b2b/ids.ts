/** Id inputs of B2B mutations. Each accepts the opaque `id` and Stytch's id. */
import type { InputFieldBuilder } from '../mutation.ts';

/** The organization, for an identified caller. */
export const organizationIdInput = (t: InputFieldBuilder, description = 'Id of the organization.') =>
  t.id({ required: true, idOf: 'Organization', description });

/** The organization, for sign-in pages, which may know only the slug in their subdomain. */
export const organizationNameInput = (t: InputFieldBuilder, description = 'Organization to sign in to.') =>
  t.id({
    required: true,
    idOf: 'Organization',
    orSlug: true,
    description: `${description} Accepts its id or its slug.`,
  });

/** The member. */
export const memberIdInput = (t: InputFieldBuilder, description = 'Id of the member.') =>
  t.id({ required: true, idOf: 'Member', description });
