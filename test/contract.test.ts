import { schema } from '../schema/b2b/index.ts';
import { describeGraph } from './graph-contract.ts';
import { inputLeftOut, leftOut } from './left-out.ts';
import { examples } from './operations/index.ts';

describeGraph('b2b', schema, { examples: examples.map(({ id }) => id), leftOut, inputLeftOut });
