/** Inputs that say what a mutation is about. Each takes the opaque `id` and Stytch's. */
import type { InputFieldBuilder } from '../mutation.ts';

/** The organization, where the caller is known. */
export const organizationIdInput = (t: InputFieldBuilder, description = 'Id of the organization.') =>
  t.id({ required: true, idOf: 'Organization', description });

/** The organization, where a page signs somebody in: it may know only the slug of its subdomain. */
export const organizationNameInput = (t: InputFieldBuilder, description = 'Organization to sign in to.') =>
  t.id({ required: true, idOf: 'Organization', orSlug: true, description: `${description} Its id, or its slug.` });

/** The member. */
export const memberIdInput = (t: InputFieldBuilder, description = 'Id of the member.') =>
  t.id({ required: true, idOf: 'Member', description });
