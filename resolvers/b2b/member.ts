import type { Context } from '../../src/context.ts';

export const memberNodes = (ids: readonly string[], { loaders }: Context) =>
  ids.map((id) => {
    const [organizationId = '', memberId = ''] = id.split('/');
    return loaders.member.load({ organizationId, memberId });
  });
