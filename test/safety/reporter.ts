/** Prints one table after the hostile suite. */
import type { Reporter, TestModule } from 'vitest/node';
import type { LeakTally } from './tally.ts';

export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tallies = modules.flatMap((module) => {
      const { tally } = module.meta();
      return tally ? [tally] : [];
    });
    if (tallies.length === 0) return;
    const sum = (name: keyof LeakTally) => tallies.reduce((total, tally) => total + tally[name], 0);
    const rows: [string, number][] = [
      ['hostile requests sent', sum('requests')],
      ['refused before upstream', sum('refusedBeforeUpstream')],
      ['canaries found', sum('canaries')],
      ['cross-tenant answers', sum('crossTenantAnswers')],
      ['5xx caused by input', sum('serverErrors')],
      ['requests of foreign pages', sum('foreignRequests')],
      ['of these let in', sum('foreignLetIn')],
    ];
    console.log(`\n${rows.map(([name, count]) => `  ${name.padEnd(26)} ${count}`).join('\n')}\n`);
  }
}
