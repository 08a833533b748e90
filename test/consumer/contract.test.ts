import { schema } from '../../schema/consumer/index.ts';
import { contractRoutes, isServedBy } from '../contract.ts';
import { describeGraph } from '../graph-contract.ts';
import { inputLeftOut, leftOut } from './left-out.ts';
import { examples } from './operations/index.ts';

/** Operations of both kinds have their examples over the graph of B2B projects, with the same resolvers. */
const ofBoth = [...contractRoutes.values()].filter(
  (route) => isServedBy('b2b', route) && isServedBy('consumer', route),
);

describeGraph('consumer', schema, {
  examples: [...ofBoth, ...examples].map(({ id }) => id),
  leftOut,
  inputLeftOut,
});
