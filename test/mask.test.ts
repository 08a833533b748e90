/** T33: masking of errors for the client and for the log. */
import { GraphQLError, locatedError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { firstStackFrame, maskError } from '../src/graphql/mask.ts';
import { StytchError } from '../src/stytch/error.ts';

const codeOf = (error: unknown) => maskError(error).extensions['code'];

describe('mask', () => {
  it('passes on an error with a code, located or not', () => {
    const refusal = new StytchError({ code: 'NOT_FOUND', message: 'No such member.' });
    expect(codeOf(refusal)).toBe('NOT_FOUND');
    const located = maskError(locatedError(refusal, [], ['member']));
    expect(located.toJSON()).toMatchObject({ message: 'No such member.', path: ['member'] });
    expect(codeOf(new StytchError({ code: 'TIMEOUT', message: 'Too late.' }, new Error('canary')))).toBe('TIMEOUT');
  });

  it.each([
    new GraphQLError('Abstract type "Node" must resolve to an Object type, canary'),
    locatedError(new GraphQLError('Int cannot represent non-integer value: "canary"'), [], ['a']),
    locatedError(new Error('canary'), [], ['a']),
    new GraphQLError('canary', {
      originalError: new Error('canary'),
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    }),
    new Error('canary'),
    'canary',
  ])('masks an error without a code: %s', (error) => {
    expect(maskError(error).toJSON()).toMatchObject({
      message: 'Internal error in the gateway.',
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
    expect(JSON.stringify(maskError(error))).not.toContain('canary');
  });

  it('masks an error once', () => {
    const masked = maskError(new Error('canary'));
    expect(maskError(masked)).toBe(masked);
  });
});

describe('placeOf', () => {
  it.each(['canary at the door', 'canary\n    at canary', 'canary\n    at canary (file:///canary.ts:1:2)', '', 'at'])(
    'gives a line of code and nothing of the message %j',
    (message) => {
      const place = firstStackFrame(new Error(message));
      expect(place).toMatch(/^at .*mask\.test\.ts:\d+:\d+\)?$/);
      expect(place).not.toContain('canary');
    },
  );

  it('gives nothing if the message has changed since, as the stack still holds the old one', () => {
    const error = new Error('canary at the door\n    at canary (file:///canary.ts:1:2)');
    expect(error.stack).toContain('canary at the door');
    error.message = 'other words';
    expect(firstStackFrame(error)).toBeUndefined();
  });
});
