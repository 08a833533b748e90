/** What a session tells of a member, and what fields are about. */

/** A person signed in to one organization. */
export interface MemberIdentity {
  readonly kind: 'member';
  readonly organizationId: string;
  readonly organizationSlug: string;
  readonly memberId: string;
  readonly sessionId: string;
  readonly roles: readonly string[];
}

/** What a field is about, under the names of its arguments. */
export interface MemberTarget {
  readonly organizationId?: string | null | undefined;
  readonly organizationIds?: readonly string[] | null | undefined;
  readonly memberId?: string | null | undefined;
}
