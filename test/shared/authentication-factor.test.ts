import { isInterfaceType, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { authenticationFactor } from '../../resolvers/shared/authentication-factor.ts';
import { schema } from '../../schema/b2b/index.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { contract } from '../contract.ts';

type Wire = Schemas['api_session_v1_AuthenticationFactor'];

const kinds = Object.keys(contract.components.schemas['api_session_v1_AuthenticationFactor']?.properties ?? {}).filter(
  (name) => name.endsWith('_factor'),
);
const bare: Wire = { type: 'password', delivery_method: 'knowledge' };

describe('a factor', () => {
  it.each(kinds)('with %s has a type of its own', (property) => {
    const { kind } = authenticationFactor({ ...bare, [property]: { id: 'a', email_id: 'b' } });
    expect(kind).not.toBe('PlainFactor');
    expect(schema.getType(kind)).toBeDefined();
  });

  it('of a provider names it', () => {
    expect(authenticationFactor({ ...bare, slack_oauth_exchange_factor: { email_id: 'b' } })).toMatchObject({
      kind: 'OauthFactor',
      provider: 'slack',
      email_id: 'b',
    });
  });

  it('that nothing is known of is a plain one', () => {
    expect(authenticationFactor(bare).kind).toBe('PlainFactor');
    expect(authenticationFactor({ ...bare, ...{ telepathy_factor: { id: 'a' } } }).kind).toBe('PlainFactor');
  });

  it('can be asked for everything in one query', () => {
    const type = schema.getType('AuthenticationFactor');
    if (!isInterfaceType(type)) throw new Error('AuthenticationFactor is an interface');
    const fragments = schema
      .getPossibleTypes(type)
      .map((kind) => `... on ${kind.name} { ${Object.keys(kind.getFields()).join(' ')} }`);
    const document = parse(`{ viewer { session { authenticationFactors { ${fragments.join(' ')} } } } }`);
    expect(validate(schema, document)).toEqual([]);
    expect(fragments).toHaveLength(14);
  });
});
