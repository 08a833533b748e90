/** The text of the report. */
import type { Change } from './difference.ts';
import type { Finding } from './judge.ts';

function subject(change: Change): string {
  if (change.of === 'operation') {
    const ids = [change.before, change.now].filter((id) => id !== undefined).join(' -> ');
    return `operation ${change.kind}: ${change.key} (${ids})`;
  }
  if (change.of === 'words') {
    return `words ${change.kind}: ${change.owner}, ${change.words.map((word) => `"${word}"`).join(', ')}`;
  }
  const { kind, owner, isParameter, name, before, now, required } = change;
  const type = kind === 'type changed' ? `${before} -> ${now}` : `${now ?? before}${required ? ', required' : ''}`;
  return `${isParameter ? 'parameter' : 'property'} ${kind}: ${owner}${isParameter ? ', ' : '.'}${name} (${type})`;
}

/** Names a few of many. */
const MAX_NAMES = 8;
const some = (names: readonly string[]): string =>
  names.length > MAX_NAMES
    ? `${names.slice(0, MAX_NAMES).join(', ')} and ${names.length - MAX_NAMES} more`
    : names.join(', ');

const lines = ({ change, touches, todo, files }: Finding): string[] => [
  subject(change),
  `  touches: ${touches.length > 0 ? some(touches) : 'no field'}`,
  ...todo.map((one) => `  to do: ${one}`),
  ...(todo.length > 0 && files.length > 0 ? [`  files: ${files.join(', ')}`] : []),
  ...(todo.length === 0 ? ['  handled'] : []),
];

/** What is left to do comes first. */
export function reportText(findings: readonly Finding[]): string {
  const open = findings.filter(({ todo }) => todo.length > 0);
  const handled = findings.filter(({ todo }) => todo.length === 0);
  const counted = `${findings.length} ${findings.length === 1 ? 'change' : 'changes'}, ${open.length} unhandled`;
  return [counted, ...[...open, ...handled].map((finding) => ['', ...lines(finding)].join('\n')), ''].join('\n');
}
