/**
 * T1, T54 through `_entities`: no representation exposes data of another user, whatever it names and in any spelling.
 * The representations are generated from the keys in the schema.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../schema/consumer/index.ts';
import { entitiesOf } from '../../schema/federation/entity.ts';
import { loadSubgraph } from '../../schema/index.ts';
import { defaultLimits } from '../../src/limits/limits.ts';
import { CONSUMER_WORLD, type Found, foundIn, selectKeys } from '../federation/found.ts';
import {
  codesOf,
  entitiesDocument,
  entitiesIn,
  type Hostile,
  hostileFrom,
  idIn,
  namesOfKeys,
  type Result,
  twinOf,
  verdict,
  writtenIn,
} from '../safety/hostile-representations.ts';
import { recordHostileRequest, startLeakTally } from '../safety/tally.ts';
import { volume } from '../volume.ts';
import { type ActAs, type ConsumerGateway, gatewayOverSandbox } from './gateway.ts';

const tally = startLeakTally();
const subgraph = await loadSubgraph('consumer');
const entities = entitiesOf(schema, 'consumer');
const DOCUMENT = entitiesDocument(entities);
const ALLOWED = new Set(['FORBIDDEN', 'NOT_FOUND', 'INVALID_INPUT', 'UNAUTHENTICATED']);

/** The subgraph and the standalone graph over one sandbox. */
let g: ConsumerGateway;
let alone: ConsumerGateway;
let world: readonly Found[];
beforeAll(async () => {
  // The limits are high enough that only the access rules reject a request.
  const limits = { ...defaultLimits, calls: 100_000, nodes: 1_000_000, aliases: 1_000, tokens: 10_000 };
  g = await gatewayOverSandbox({ schema: subgraph, limits });
  alone = await gatewayOverSandbox({ sandbox: g.sandbox, limits });
  world = foundIn(await g.data(CONSUMER_WORLD(selectKeys(entities))), entities);
});
afterAll(async () => {
  await g.close();
  await alone.close();
});

/** A user who names objects of others. */
interface Attacker {
  readonly as: ActAs;
  readonly ownIds: ReadonlySet<string>;
  readonly hostile: readonly Hostile[];
  readonly keys: readonly string[];
  /** Values of others that must be in no response, and in no call to Stytch. */
  readonly canaries: readonly string[];
}

function attackerOf(as: 'ada' | 'adaByToken' | 'user'): Attacker {
  const { user_id } = g.world.credentials[as === 'user' ? 'user' : 'ada'];
  const own = world.filter(({ values }) => values['userId'] === user_id);
  const others = world.filter(({ values }) => values['userId'] !== user_id);
  const contactsOf = (isOwn: boolean) =>
    [...g.sandbox.store.users.values()]
      .filter((user) => (user.user_id === user_id) === isOwn)
      .flatMap(({ emails, phone_numbers, external_id, user_id: id }) => [
        ...emails.map(({ email }) => email),
        ...phone_numbers.map(({ phone_number }) => phone_number),
        ...(external_id ? [external_id] : []),
        id,
      ]);
  const ofSelf = contactsOf(true);
  return {
    as,
    ownIds: new Set(own.map(({ id }) => id)),
    ...hostileFrom(entities, others, own),
    canaries: contactsOf(false).filter((text) => !ofSelf.includes(text)),
  };
}

/** Sends a hostile request: the response holds nothing of other users, and no call to Stytch names them. */
async function attack(document: string, representations: unknown, attacker: Attacker, what: string): Promise<Result> {
  const { as, canaries } = attacker;
  g.calls.length = 0;
  const result = await g.query(document, { variables: { representations }, as });
  recordHostileRequest(tally, result, g.calls, canaries, what);
  const naming = g.calls.filter(({ path, body }) => {
    const text = `${decodeURIComponent(path)}\n${JSON.stringify(body)}`;
    return canaries.some((canary) => text.includes(canary));
  });
  // A call holds a session, so a failure prints only its operation.
  expect(
    naming.map(({ id }) => id),
    what,
  ).toEqual([]);
  expect(
    codesOf(result).filter((code) => !ALLOWED.has(code)),
    what,
  ).toEqual([]);
  return result;
}

describe.each(['ada', 'adaByToken', 'user'] as const)('T54: %s, sending keys of another user to `_entities`', (as) => {
  it('covers every key of every entity', () => {
    expect(attackerOf(as).keys.toSorted()).toEqual(namesOfKeys(entities).toSorted());
  });

  it('gets nothing of theirs, and the same as from `node` or the lookup with the same names', async () => {
    const attacker = attackerOf(as);
    const figures = {
      representations: attacker.hostile.length,
      requests: 0,
      refused: 0,
      nothing: 0,
      own: 0,
      calls: 0,
    };
    const differing: string[] = [];
    for (const { what, sent, plain } of attacker.hostile) {
      const result = await attack(DOCUMENT, [sent], attacker, what);
      const [entity = null] = entitiesIn(result);
      figures.requests += 1;
      figures.calls += g.calls.length;
      if (entity === null) figures[result.errors.length > 0 ? 'refused' : 'nothing'] += 1;
      else {
        figures.own += 1;
        expect(attacker.ownIds, what).toContain(idIn(entity));
      }
      if (plain) expect([entity, codesOf(result)], what).toEqual([null, ['FORBIDDEN']]);
      const twin = twinOf(sent, schema, entities, {});
      if (!twin) {
        expect([entity, codesOf(result)], what).toEqual([null, ['INVALID_INPUT']]);
        continue;
      }
      const same: Result = await (twin.byNode ? alone : g).query(twin.document, {
        variables: { ...twin.variables },
        as,
      });
      // A failure names only the representation: what users see of their own data may be secret.
      if (verdict(entity, result.errors) !== verdict(same.data?.['it'], same.errors)) {
        differing.push(`${what}: ${codesOf(result)} and not ${codesOf(same)}`);
      }
    }
    expect(differing).toEqual([]);
    expect(figures.refused).toBeGreaterThan(figures.requests / 2);
    // A user's own first key beside another user's second key finds the user, so these requests pass the access rules.
    expect(figures.own).toBeGreaterThan(0);
    if (process.env['FIGURES']) console.info(figures);
  });

  it('gets the same for all keys in one request, and for literals in the document', async () => {
    const attacker = attackerOf(as);
    const { hostile } = attacker;
    const together: Result[] = [];
    for (let from = 0; from < hostile.length; from += 100) {
      const some = hostile.slice(from, from + 100).map(({ sent }) => sent);
      const result = await attack(DOCUMENT, some, attacker, `${some.length} from ${from}`);
      expect(entitiesIn(result)).toHaveLength(some.length);
      together.push(result);
    }
    let compared = 0;
    for (const [at, { what, sent }] of hostile.entries()) {
      if (at % volume(4, 1) > 0) continue;
      const single = await attack(writtenIn(DOCUMENT, [sent]), undefined, attacker, what);
      const all = together[Math.floor(at / 100)];
      const errors = all?.errors.filter(({ path }) => path?.[1] === at % 100) ?? [];
      const isSame =
        verdict(all && entitiesIn(all)[at % 100], errors) === verdict(entitiesIn(single)[0], single.errors);
      expect(isSame, `${what}: ${codesOf({ errors })} and not ${codesOf(single)}`).toBe(true);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(20);
  });
});
