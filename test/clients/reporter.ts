/** Prints one table at the end of the client tests. */
import type { Reporter, TestModule } from 'vitest/node';

export default class ClientReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const figures = modules.flatMap((module) => module.meta().clientFigures ?? []);
    if (figures.length === 0) return;
    const clients = new Set(figures.map(({ client }) => client));
    const sum = (name: 'operations' | 'assertions') => figures.reduce((total, each) => total + each[name], 0);
    const rows: [string, number][] = [
      ['clients', clients.size],
      ['operations run', sum('operations')],
      ['compile-time assertions', sum('assertions')],
    ];
    console.log(`\n${rows.map(([name, count]) => `  ${name.padEnd(26)} ${count}`).join('\n')}\n`);
  }
}
