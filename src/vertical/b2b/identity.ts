/** The identity of a member and the targets of fields. */

/** A member signed in to one organization. */
export interface MemberIdentity {
  readonly kind: 'member';
  readonly organizationId: string;
  readonly organizationSlug: string;
  readonly memberId: string;
  readonly sessionId: string;
  readonly roles: readonly string[];
}

/** The target of a field, by argument names. */
export interface MemberTarget {
  readonly organizationId?: string | null | undefined;
  readonly organizationIds?: readonly string[] | null | undefined;
  readonly memberId?: string | null | undefined;
}
