import { expect, it } from 'vitest';
import { createSharing, type InFlightRead } from '../../../src/stytch/client/in-flight-dedupe.ts';

interface Call {
  readonly reads: boolean;
  readonly signal: { readonly aborted: boolean };
  shared: InFlightRead<Call> | undefined;
}

const call = (reads: boolean): Call => ({ reads, signal: { aborted: false }, shared: undefined });

it('shares a read until it ends', () => {
  const sharing = createSharing<Call>();
  const read = call(true);
  sharing.add('ada', 'key', read);
  expect([sharing.find('ada', 'key'), sharing.find('ben', 'key')]).toEqual([read, undefined]);
  sharing.ended(read);
  expect(sharing.find('ada', 'key')).toBeUndefined();
});

it('shares no read that began before a write ended', () => {
  const sharing = createSharing<Call>();
  sharing.add('ada', 'key', call(true));
  sharing.ended(call(false));
  expect(sharing.find('ada', 'key')).toBeUndefined();
});
