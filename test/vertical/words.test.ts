/** Only src/vertical, src/sandbox and src/stytch/contract may use names that are specific to one kind of project. */
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { sourceFiles } from './source-files.ts';

/** Words that are specific to one kind of project: first B2B, then consumer. */
const WORDS = new Set(
  [
    'b2b discovered discovery intermediate member members org organization organizations saml scim slug slugs sso',
    'biometric biometrics consumer passkey passkeys user users wallet wallets webauthn',
  ].flatMap((words) => words.split(' ')),
);

/** Folders that may use names of both kinds. */
const EXEMPT = /^src\/(vertical|sandbox|stytch\/contract)\//;

/** Words that only look specific: `BAD_USER_INPUT` is a code of Apollo's, `User-Agent` an HTTP header. */
const LOOKALIKES = new Set(['BAD_USER_INPUT', 'userAgent', 'user-agent']);

/** Allowed names in other folders, by file. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  // The graphs of both kinds, from which types are generated.
  'src/package/codegen.ts': ['b2b', 'consumer'],
  // Hints are about connections of organizations, which exist in B2B projects only.
  'src/graphiql/app/explain.ts': ['organizationIds'],
  // The operations of both kinds.
  'src/graphiql/app/operation-search.tsx': ['b2b', 'consumer'],
  // Sandboxes of both kinds.
  'src/package/sandbox.ts': ['ConsumerWorld', 'b2b', 'consumer'],
  // A page is built for one kind of project, and this file renews sessions of both.
  'src/package/session.ts': ['Member', 'User', 'UserSignedIn', 'member', 'user'],
  // The error format of RFC 7644, which some operations return.
  'src/stytch/client/refusal.ts': ['scimError', 'scimType', 'urn:ietf:params:scim:api:messages:2.0:Error'],
};

/** The words of a name, such as `member`, `id` and `of` for `memberIdOf`. */
const wordsOf = (name: string): string[] =>
  name.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+/).map((word) => word.toLowerCase());

/** Identifiers, and strings without a space: keys, paths, ids and wire names, but not prose or GraphQL documents. */
function namesIn(file: string): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) names.add(node.text);
    else if (isText(node) && !/\s/.test(node.text) && !isModule(node)) names.add(node.text);
    else ts.forEachChild(node, visit);
  };
  ts.forEachChild(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true), visit);
  return names;
}

const isText = (node: ts.Node): node is ts.LiteralLikeNode =>
  ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);

const isModule = ({ parent }: ts.Node): boolean => ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent);

const namesOfOneKind = (file: string): string[] =>
  [...namesIn(file)].filter((name) => !LOOKALIKES.has(name) && wordsOf(name).some((word) => WORDS.has(word))).sort();

describe('words of one kind of project', () => {
  const files = sourceFiles().filter((file) => !EXEMPT.test(file));

  it('are found in identifiers, paths and keys, not in prose', () => {
    expect(wordsOf('memberIdOf')).toContain('member');
    expect(wordsOf('/v1/b2b/sessions/{organization_id}')).toEqual(expect.arrayContaining(['b2b', 'organization']));
    expect(wordsOf('rememberedUserAgent')).not.toContain('member');
  });

  it.each(files)('are absent from %s', (file) => {
    expect(namesOfOneKind(file).filter((name) => !exceptions[file]?.includes(name))).toEqual([]);
  });

  it('have no unnecessary exception', () => {
    const unused = Object.entries(exceptions).flatMap(([file, names]) => {
      const found = namesOfOneKind(file);
      return names.filter((name) => !found.includes(name)).map((name) => `${file}: ${name}`);
    });
    expect(unused).toEqual([]);
  });
});
