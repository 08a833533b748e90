/** Types of the graph: the assertions compile, and each fails to compile if the graph breaks its promise. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readText, startFigures } from '../harness.ts';
import { added, type Change, reachableBy, retyped, sdlAfter, undirected, widened } from './breach.ts';
import { assertionsOf, createCompiler } from './compile.ts';
import { clientPresetFiles } from './preset.ts';

const figures = startFigures('client preset');
const sdl = readText('schema/b2b.graphql');
const small = reachableBy(sdl, [
  'authenticateMemberPassword',
  'createMember',
  'deleteMember',
  'member',
  'organization',
  'updateOrganization',
  'viewer',
]);
const file = join(import.meta.dirname, 'assertions.ts');
const compile = createCompiler();
/** Assertions that a test has seen fail. */
const seen = new Set<string>();

interface Breach {
  /** The assertions that fail to compile. */
  readonly fails: readonly string[];
  /** The change of the graph. */
  readonly changes?: readonly Change[];
  /** The options of the generator. */
  readonly presetConfig?: object;
}

const breaches: Record<string, Breach> = {
  'a result has a third type': {
    fails: ['resultIsPayloadOrError'],
    changes: [widened('AuthenticateMemberPasswordResult', 'Organization')],
  },
  'a mutation is never null': {
    fails: ['mutationMayBeNull'],
    changes: [retyped('Mutation.authenticateMemberPassword', 'AuthenticateMemberPasswordResult!')],
  },
  'the path of an error is one text': {
    fails: ['errorTellsWhichInput'],
    changes: [retyped('MutationError.path', 'String'), retyped('Error.path', 'String')],
  },
  'a sign-in has a seventh outcome': {
    fails: ['outcomeIsOneOfSix'],
    changes: [widened('SignInOutcome', 'Organization')],
  },
  'a sign-in may have no outcome': {
    fails: ['resultIsPayloadOrError', 'outcomeIsOneOfSix', 'signInHasOutcome'],
    changes: [retyped('AuthenticateMemberPasswordPayload.outcome', 'SignInOutcome')],
  },
  'a finished sign-in may have no JWT': {
    fails: ['signedInHasJwt'],
    changes: [retyped('SignedIn.sessionJwt', 'JWT')],
  },
  'a finished sign-in may have no token': {
    fails: ['signedInHasToken'],
    changes: [retyped('SignedIn.sessionToken', 'String')],
  },
  // One document selects the field in all four types, so it must have the same type in all of them.
  'a step of a sign-in may have no token': {
    fails: ['secondFactorHasToken', 'enrollmentHasToken', 'firstFactorHasToken', 'organizationRequiredHasToken'],
    changes: [
      retyped('SecondFactorRequired.intermediateSessionToken', 'String'),
      retyped('EnrollmentRequired.intermediateSessionToken', 'String'),
      retyped('FirstFactorRequired.intermediateSessionToken', 'String'),
      retyped('OrganizationRequired.intermediateSessionToken', 'String'),
    ],
  },
  'the member beside a secret takes it along': {
    fails: ['memberMayBeMissing'],
    changes: [retyped('AuthenticateMemberPasswordPayload.member', 'Member!')],
  },
  'the session beside a secret takes it along': {
    fails: ['sessionMayBeMissing'],
    changes: [retyped('SignedIn.session', 'MemberSession!'), retyped('SignedInByCookie.session', 'MemberSession!')],
  },
  'an input has an enum of its own': {
    fails: ['mfaPolicyCanBeSaved'],
    changes: [
      added('enum MfaPolicyInput { OPTIONAL REQUIRED_FOR_ALL }'),
      retyped('UpdateOrganizationInput.mfaPolicy', 'MfaPolicyInput'),
    ],
  },
  'an input allows less than is shown': {
    fails: [
      'allowanceCanBeSaved',
      'authMethodsCanBeSaved',
      'mfaMethodsCanBeSaved',
      'connectedAppsCanBeSaved',
      'ssoJitProvisioningCanBeSaved',
      'oauthTenantsCanBeSaved',
    ],
    changes: [
      added('enum AllowanceInput { ALL_ALLOWED RESTRICTED }'),
      retyped('UpdateOrganizationInput.emailInvites', 'AllowanceInput'),
      retyped('AuthMethodSettingInput.allowance', 'AllowanceInput'),
      retyped('MfaMethodSettingInput.allowance', 'AllowanceInput'),
      retyped('ConnectedAppSettingInput.allowance', 'AllowanceInput'),
      retyped('SsoJitProvisioningSettingInput.allowance', 'AllowanceInput'),
      retyped('OauthTenantJitProvisioningSettingInput.allowance', 'AllowanceInput'),
    ],
  },
  'a setting of two parts is saved as one': {
    fails: ['authMethodsCanBeSaved'],
    changes: [retyped('UpdateOrganizationInput.authMethods', '[AuthMethod!]')],
  },
  'what is in a setting is saved as text': {
    fails: ['oauthTenantsCanBeSaved'],
    changes: [retyped('OauthTenantJitProvisioningSettingInput.allowed', '[String!]')],
  },
  'a list is shown that may have holes': {
    fails: ['mfaMethodsCanBeSaved'],
    changes: [retyped('MfaMethodSetting.allowed', '[MfaMethod]')],
  },
  'a deletion may not say what is gone': {
    fails: ['deletionNamesWhatIsGone'],
    changes: [retyped('DeleteMemberPayload.deletedId', 'ID')],
  },
  'a creation may answer nothing': {
    fails: ['creationHasThing'],
    changes: [retyped('CreateMemberPayload.member', 'Member')],
  },
  'a creation may have no edge': {
    fails: ['creationHasEdge'],
    changes: [retyped('CreateMemberPayload.memberEdge', 'MemberEdge')],
  },
  'the viewer may have no id': {
    fails: ['viewerHasId'],
    changes: [retyped('Viewer.id', 'ID')],
  },
  'a lookup takes anything at once': {
    fails: ['lookupGoesByOneThing', 'lookupGoesBySomething'],
    changes: [undirected('OrganizationBy')],
  },
  'a lookup does not take text': {
    fails: ['memberGoesByAddress'],
    changes: [retyped('MemberBy.emailAddress', 'Int')],
  },
  'fragments are not masked': {
    fails: ['fragmentIsMasked'],
    presetConfig: { fragmentMasking: false },
  },
  'texts are structures': {
    fails: ['scalarIsText', 'fragmentIsRead'],
    changes: [retyped('Member.createdAt', 'JSONObject'), retyped('Member.name', 'JSONObject')],
  },
};

const errorsOf = async ({ changes = [], presetConfig = {} }: Omit<Breach, 'fails'>) =>
  new Set(compile(file, await clientPresetFiles(sdlAfter(small, changes), presetConfig)));

describe('the assertions', () => {
  test('compile', async () => {
    expect(compile(file, await clientPresetFiles(sdl))).toEqual([]);
    expect([...(await errorsOf({}))]).toEqual([]);
  });

  test.for(Object.entries(breaches))('%s: it is seen', async ([, { fails, ...breach }]) => {
    const failed = await errorsOf(breach);
    expect([...failed].toSorted()).toEqual(fails.toSorted());
    for (const name of failed) seen.add(name);
    figures.assertions = seen.size;
  });

  test('have each a graph that they fail for', () => {
    expect(assertionsOf(file).filter((name) => !seen.has(name))).toEqual([]);
  });
});

describe('strictScalars', () => {
  test('refuses a graph with a scalar that has no type', async () => {
    const changes = [added('scalar Moment'), retyped('Member.createdAt', 'Moment')];
    await expect(errorsOf({ changes })).rejects.toThrow(/Moment/);
  });
});
