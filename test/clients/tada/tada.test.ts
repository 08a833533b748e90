/** Types of gql.tada: the assertions compile, and each fails to compile if the graph breaks its promise. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { readText, startFigures } from '../harness.ts';
import { added, type Change, reachableBy, retyped, sdlAfter, undirected, widened } from '../types/breach.ts';
import { assertionsOf, createCompiler, type Files } from '../types/compile.ts';
import { tadaFiles } from './output.ts';

const figures = startFigures('gql.tada');
const sdl = readText('schema/b2b.graphql');
const small = reachableBy(sdl, [
  'authenticateMemberPassword',
  'deleteMember',
  'member',
  'organization',
  'updateOrganization',
]);
const file = join(import.meta.dirname, 'assertions.ts');
const compile = createCompiler();
/** Assertions that a test has seen fail. */
const seen = new Set<string>();

/** A change of the graph or the app, and the assertions that then fail to compile. */
const breaches: Record<string, { fails: readonly string[]; changes: readonly Change[]; source?: [string, string] }> = {
  'a result has a third type': {
    fails: ['resultIsPayloadOrError'],
    changes: [widened('AuthenticateMemberPasswordResult', 'Organization')],
  },
  'a sign-in has a seventh outcome': {
    fails: ['outcomeIsOneOfSix'],
    changes: [widened('SignInOutcome', 'Organization')],
  },
  'a finished sign-in may have no JWT': {
    fails: ['signedInHasJwt'],
    changes: [retyped('SignedIn.sessionJwt', 'JWT')],
  },
  'a second factor is required without a token': {
    fails: ['secondFactorHasToken'],
    changes: [retyped('SecondFactorRequired.intermediateSessionToken', 'String')],
  },
  'the path of an error is one text': {
    fails: ['errorTellsWhichInput'],
    changes: [retyped('MutationError.path', 'String')],
  },
  'an input has an enum of its own': {
    fails: ['settingsCanBeSaved'],
    changes: [
      added('enum MfaPolicyInput { OPTIONAL REQUIRED_FOR_ALL }'),
      retyped('UpdateOrganizationInput.mfaPolicy', 'MfaPolicyInput'),
    ],
  },
  'a deletion may not say what is gone': {
    fails: ['deletionNamesWhatIsGone'],
    changes: [retyped('DeleteMemberPayload.deletedId', 'ID')],
  },
  'a lookup takes anything at once': {
    fails: ['lookupGoesBySomething'],
    changes: [undirected('OrganizationBy')],
  },
  'a name is a number': {
    fails: ['fragmentIsRead'],
    changes: [retyped('Member.name', 'Int')],
  },
  'fragments are not masked': {
    fails: ['fragmentIsMasked'],
    changes: [],
    source: ['scalars: {', 'disableMasking: true; scalars: {'],
  },
};

let graphs: Map<string, Files>;
beforeAll(async () => {
  const changed = Object.entries(breaches).map(([name, { changes }]) => [name, sdlAfter(small, changes)]);
  graphs = await tadaFiles({ printed: sdl, ...Object.fromEntries(changed) }, join(import.meta.dirname, 'graph.d.ts'));
}, 120_000);

const errorsOf = (graph: string, [from, to]: [string, string] = ['', '']) => {
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  return [...new Set(compile(file, new Map([...(graphs.get(graph) ?? []), [file, text.replace(from, to)]])))];
};

test('the assertions compile', () => {
  expect(errorsOf('printed')).toEqual([]);
});

test.for(Object.entries(breaches))('%s: it is seen', ([name, { fails, source }]) => {
  const failed = errorsOf(name, source);
  expect(failed).toEqual(fails);
  for (const each of failed) seen.add(each);
  figures.assertions = seen.size;
});

test('have each a graph that they fail for', () => {
  expect(assertionsOf(file).filter((name) => !seen.has(name))).toEqual([]);
});
