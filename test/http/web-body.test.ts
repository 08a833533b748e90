import { afterEach, describe, expect, it, vi } from 'vitest';
import { readBody } from '../../src/http/web-body.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('T42: the body of a web request', () => {
  it('is joined while it arrives, so that few of its chunks are held separately', async () => {
    const concat = vi.spyOn(Buffer, 'concat');
    const text = 'abcde'.repeat(1_000);
    const body = new ReadableStream({
      start(controller) {
        for (const letter of text) controller.enqueue(Buffer.from(letter));
        controller.close();
      },
    });
    const streamed = { method: 'POST', body, duplex: 'half' };
    const request = new Request('http://localhost/graphql', streamed);
    expect(String(await readBody(request, 10_000))).toBe(text);
    expect(Math.max(...concat.mock.calls.map(([chunks]) => chunks.length))).toBeLessThanOrEqual(1_024);
  });
});
