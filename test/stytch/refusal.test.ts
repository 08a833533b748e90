/** T33: a refusal of Stytch that is returned to a caller contains no secret of the request. */
import { describe, expect, it } from 'vitest';
import { refusal } from '../../src/stytch/client/refusal.ts';

const told = (error_message: string, secrets: string[], error_details?: object) => {
  const body = { error_type: 'weak_password', error_message, ...(error_details ? { error_details } : {}) };
  const { message = '', facts } = refusal(400, body, undefined, secrets) ?? {};
  return { message, details: facts?.details };
};

describe('refusal', () => {
  it('redacts a secret that begins with another one', () => {
    const { message } = told('hunter2-and-more is weak, and so is hunter2.', ['hunter2', 'hunter2-and-more']);
    expect(message).toBe('[redacted] is weak, and so is [redacted].');
  });

  it('leaves out a text that is too long to be looked through, so that no half of a secret is left', () => {
    const secret = 'nine quiet kettles '.repeat(210);
    const { message, details } = told(secret.repeat(3), [secret], { echo: secret.repeat(3) });
    expect(message).not.toContain('kettles');
    expect(details).toBeUndefined();
  });
});
