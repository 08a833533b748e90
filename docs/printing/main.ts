/** Prints the parts of docs/ and deploy/ that follow from code. `npm run codegen` runs it, and so does `npm run release`. */
import { readFileSync, writeFileSync } from 'node:fs';
import manifest from '../../package.json' with { type: 'json' };
import { printed } from './regions.ts';

const pages = ['calls', 'configuration', 'deploy', 'observability', 'safety', 'stories'];

for (const page of pages.map((name) => `docs/${name}.md`)) {
  const file = new URL(`../../${page}`, import.meta.url);
  writeFileSync(file, printed(readFileSync(file, 'utf8')));
}

const deployment = new URL('../../deploy/kubernetes/deployment.yaml', import.meta.url);
const image = `image: stytch-graphql:${manifest.version}`;
writeFileSync(deployment, readFileSync(deployment, 'utf8').replace(/image: stytch-graphql:\S+/, image));
