/** Writes the printed graph that reviewers read and machines test against. Run by `npm run codegen`. */
import { writeFileSync } from 'node:fs';
import { schema } from './index.ts';
import { printedSchema } from './printed.ts';

writeFileSync(new URL('b2b.graphql', import.meta.url), printedSchema(schema));
