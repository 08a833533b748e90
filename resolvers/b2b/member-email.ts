import { forward } from '../forward.ts';

export const unlinkRetiredMemberEmail = forward(
  'post',
  '/v1/b2b/organizations/{organization_id}/members/{member_id}/unlink_retired_email',
);

export const startMemberEmailUpdate = forward(
  'post',
  '/v1/b2b/organizations/{organization_id}/members/{member_id}/start_email_update',
);
