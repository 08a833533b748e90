/**
 * Simulates a wallet, with one key per blockchain: `node test/stories/wallet.ts ethereum` prints its address; with the
 * argument `sign` it prints the signature of the message on stdin.
 */
import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { ethereumWallet, solanaWallet } from '../soft-wallet.ts';

const [kind = '', act] = process.argv.slice(2);
const secret = createHash('sha256').update(`wallet of the stories on ${kind}`).digest();
const wallet = kind === 'solana' ? solanaWallet(secret) : ethereumWallet(secret);
console.log(act === 'sign' ? wallet.sign((await text(process.stdin)).replace(/\n$/, '')) : wallet.address);
