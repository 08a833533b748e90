import { seedId } from '../../seed/id.ts';
import { deadTestLink, testEmail, testLink } from '../../shared/test-value.ts';
import type { MagicLink } from '../store.ts';
import { bakeryId } from './organization.ts';

const alive = { email_address: testEmail, expires_at: '' };
const dead = { email_address: testEmail, expires_at: '', used: true };
const member_id = seedId('member', `${bakeryId} ${testEmail}`);

/** Magic links that Stytch documents for testing. They exist from the start. */
export const magicLinks: [token: string, MagicLink][] = [
  [testLink, { ...alive, member_id }],
  [deadTestLink, { ...dead, member_id }],
];
export const discoveryLinks: [token: string, MagicLink][] = [
  [testLink, alive],
  [deadTestLink, dead],
];
