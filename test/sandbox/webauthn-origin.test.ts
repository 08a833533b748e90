import { describe, expect, it } from 'vitest';
import { isOriginOf } from '../../src/sandbox/consumer/webauthn-credential.ts';

describe('whether a page may use the keys of a domain', () => {
  it.each<[domain: string, origin: string, may: boolean]>([
    ['crumb.example', 'https://crumb.example', true],
    ['crumb.example', 'https://crumb.example:8443', true],
    ['crumb.example', 'https://app.crumb.example', true],
    ['crumb.example', 'http://crumb.example', false],
    ['crumb.example', 'http://localhost:3000', false],
    ['crumb.example', 'https://evilcrumb.example', false],
    ['crumb.example', 'https://crumb.example.evil.example', false],
    ['app.crumb.example', 'https://crumb.example', false],
    ['crumb.example', 'https://crumb.example/', false],
    ['crumb.example', 'https://crumb.example@evil.example', false],
    ['crumb.example', 'android:apk-key-hash:crumb.example', false],
    ['localhost', 'http://localhost', true],
    ['localhost', 'http://localhost:3000', true],
    ['localhost', 'https://localhost:3000', true],
    ['localhost', 'http://app.localhost:3000', false],
    ['localhost', 'http://127.0.0.1:3000', false],
    ['localhost', 'nowhere', false],
  ])('%s from %s: %s', (domain, origin, may) => expect(isOriginOf(domain, origin)).toBe(may));
});
