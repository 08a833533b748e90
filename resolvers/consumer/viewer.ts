import type { Caller } from '../../src/auth/caller.ts';
import type { Context } from '../../src/graphql/context.ts';
import { mayDo } from '../shared/viewer.ts';

export const viewerCan = (
  caller: Caller,
  { resourceId, action }: { resourceId: string; action: string },
  context: Context,
) => mayDo(caller, resourceId, action, context);
