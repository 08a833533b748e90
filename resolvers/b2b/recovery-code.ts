import { recoveryCodesLoader } from '../../loaders/b2b/recovery-code.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { forward } from '../forward.ts';

type Member = Schemas['api_organization_v1_Member'];

export const memberRecoveryCodes = ({ organization_id, member_id }: Member, _: unknown, { loaders }: Context) =>
  loaders.get(recoveryCodesLoader).load({ organizationId: organization_id, memberId: member_id });

export const recoverMember = forward('post', '/v1/b2b/recovery_codes/recover');
export const rotateRecoveryCodes = forward('post', '/v1/b2b/recovery_codes/rotate');
