/** C11: runs the code of docs/frontend.md unchanged. */

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gql } from '@apollo/client';
import { minifyIntrospectionQuery } from '@urql/introspection';
import { buildSchema, introspectionFromSchema } from 'graphql';
import { createSession } from 'stytch-graphql/session';
import * as v from 'valibot';
import { createServer } from 'vite';
import { describe, expect, it } from 'vitest';
import { gatewayOverSandbox } from '../../gateway.ts';
import { benedikt } from '../../operations/password.ts';
import { clientTest, readText } from '../harness.ts';
import { createApolloClient } from './apollo.ts';
import codegen from './codegen.ts';
import { textOf } from './error.ts';
import next from './next.config.ts';
import { afterSignIn } from './sign-in.ts';
import { createUrqlClient } from './urql.ts';

const test = clientTest('docs/frontend.md');
const WHO = 'query Who { viewer { id kind } }';
const SIGN_IN = `mutation ($input: AuthenticateMemberPasswordInput!) { authenticateMemberPassword(input: $input) {
  ... on AuthenticateMemberPasswordPayload { outcome { __typename } } ... on MutationError { code } } }`;
const answered = v.object({ data: v.unknown() });
const kindOf = (data: unknown) => v.parse(v.object({ viewer: v.object({ kind: v.string() }) }), data).viewer.kind;

describe('docs/frontend.md', () => {
  it('has only blocks of TypeScript that are files of this folder', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/frontend.md'), 'utf8');
    const blocks = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, text]) => text);
    const files = globSync('*.ts', { cwd: import.meta.dirname })
      .filter((name) => !name.endsWith('.test.ts'))
      .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'));
    expect(blocks.toSorted()).toEqual(files.toSorted());
  });

  test('sends as the person who is signed in, in Apollo Client and in urql', async ({ g }) => {
    const { session_token: sessionToken, session_jwt: sessionJwt } = g.world.credentials.member;
    const session = createSession({ url: g.endpoint, tokens: { sessionToken, sessionJwt } });
    const possibleTypes = v.parse(
      v.record(v.string(), v.array(v.string())),
      JSON.parse(readText('schema/b2b.possibleTypes.json')),
    );
    const { data } = await createApolloClient(g.endpoint, session, possibleTypes).query({ query: gql(WHO) });
    expect(kindOf(data)).toBe('MEMBER');
    const schema = minifyIntrospectionQuery(introspectionFromSchema(buildSchema(readText('schema/b2b.graphql'))));
    expect(kindOf((await createUrqlClient(g.endpoint, session, schema).query(WHO, {})).data)).toBe('MEMBER');
  });

  it('goes on after each outcome of a sign-in', () => {
    const session = createSession({ url: 'http://localhost' });
    const payload = { __typename: 'AuthenticateMemberPasswordPayload', member: null } as const;
    const tokens = { sessionToken: 'token', sessionJwt: 'jwt' };
    expect(afterSignIn({ ...payload, outcome: { __typename: 'SignedIn', ...tokens, session: null } }, session)).toBe(
      '/',
    );
    expect(session.tokens()).toEqual(tokens);
    expect(afterSignIn({ ...payload, outcome: { __typename: 'SignedInByCookie', session: null } }, session)).toBe('/');
    expect(afterSignIn(null, session)).toBe('/sign-in');
  });

  it('says what is to be done about an error', () => {
    expect(textOf({ code: 'UNAUTHENTICATED' })).toBeNull();
    expect(textOf({ code: 'RATE_LIMITED', retryAfter: 9 })).toBe('Try again in 9 seconds.');
    expect(textOf({ code: 'OUTCOME_UNKNOWN' })).toContain('may have been saved');
    expect(textOf({ code: 'CONFLICT', message: 'The slug is taken.' })).toBe('The slug is taken.');
  });

  it('proxies in development, through Vite, with a session in cookies', async () => {
    const g = await gatewayOverSandbox({ sessionCookies: { sets: true, names: [] } });
    process.env['GATEWAY'] = g.address;
    const configFile = join(import.meta.dirname, 'vite.config.ts');
    const vite = await createServer({ configFile, root: import.meta.dirname, logLevel: 'silent' });
    await vite.listen(0);
    const { origin } = new URL(vite.resolvedUrls?.local[0] ?? '');
    // Vite forwards the gateway's host, so only this header shows that the page has the same origin.
    const own = { origin, 'sec-fetch-site': 'same-origin' };
    const ask = (query: string, headers: Record<string, string>, variables: object = {}) =>
      fetch(`${origin}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
    const signedIn = await ask(SIGN_IN, own, { input: benedikt(g) });
    expect(await signedIn.json()).toEqual({
      data: { authenticateMemberPassword: { outcome: { __typename: 'SignedInByCookie' } } },
    });
    const cookies = signedIn.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
    const cookie = cookies.join('; ');
    expect(kindOf(v.parse(answered, await (await ask(WHO, { ...own, cookie })).json()).data)).toBe('MEMBER');
    expect((await ask(WHO, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', cookie })).status).toBe(
      403,
    );
    await vite.close();
    await g.close();
    delete process.env['GATEWAY'];
  });

  it('proxies in development, through Next.js, from the same path (npm run test:next runs it)', async () => {
    expect(await next.rewrites()).toEqual([
      { source: '/graphql/:path*', destination: 'http://localhost:4000/graphql/:path*' },
    ]);
  });

  it('generates types from the graph that the package has', () => {
    expect(readFileSync(codegen.schema, 'utf8')).toBe(readText('schema/b2b.graphql'));
  });
});
