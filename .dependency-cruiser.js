/** Imports point down this list only, without circles (docs/architecture.md). `npm run check` holds it. */

/** Highest first. What is beside one another may import one another, without circles. */
const floors = [
  ['src/package'],
  ['src/process'],
  ['src/gateway.ts'],
  ['src/http', 'src/graphiql'],
  ['schema'],
  ['resolvers'],
  ['src/graphql'],
  ['loaders'],
  ['src/auth', 'src/limits', 'src/sign-in', 'src/vertical'],
  ['src/telemetry'],
  ['src/stytch'],
];

const within = (paths) => `^(${paths.map((path) => path.replaceAll('.', '\\.')).join('|')})(/|$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    ...floors.slice(1).map((floor, index) => ({
      name: `up-from-${floor[0]}`,
      severity: 'error',
      from: { path: within(floor) },
      to: { path: within(floors.slice(0, index + 1).flat()) },
    })),
    {
      name: 'sandbox-of-both-kinds',
      severity: 'error',
      from: { path: '^src/sandbox/(shared|project|oauth-server|control|seed)/' },
      to: { path: '^src/sandbox/(b2b|consumer)/' },
    },
    {
      name: 'sandbox-of-one-kind',
      severity: 'error',
      from: { path: '^src/sandbox/(b2b|consumer)/' },
      to: { path: '^src/sandbox/(b2b|consumer)/', pathNot: '^src/sandbox/$1/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
