/**
 * Gives a process a part of its core only. Ten times what a whole core can do is more than a generator on one core can send,
 * so where there are but two the gateway gets less of its own.
 */
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';

const V1 = '/sys/fs/cgroup/cpu';
const V2 = '/sys/fs/cgroup';
/** Microseconds of one turn: short, so that the process never stands still for long. */
const TURN = 5_000;

/**
 * Bounds a process and its threads, by a control group of Linux; wants to be root.
 *
 * @param share of the core, 0 to 1
 * @throws the error of the file system where there are no control groups, or they are not ours to make
 */
export function giveOnly(share: number, pid: number): void {
  const isV1 = existsSync(`${V1}/cpu.cfs_quota_us`);
  const group = `${isV1 ? V1 : V2}/stytch-graphql-bench-${process.pid}`;
  const quota = String(Math.round(share * TURN));
  mkdirSync(group);
  process.on('exit', () => {
    try {
      rmdirSync(group);
    } catch {
      // Whoever is in it has not ended yet; an empty group does no harm.
    }
  });
  if (isV1) {
    writeFileSync(`${group}/cpu.cfs_period_us`, String(TURN));
    writeFileSync(`${group}/cpu.cfs_quota_us`, quota);
  } else {
    writeFileSync(`${group}/cpu.max`, `${quota} ${TURN}`);
  }
  writeFileSync(`${group}/cgroup.procs`, String(pid));
}
