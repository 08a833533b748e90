/**
 * Parser of the subset of PromQL that the dashboard and the alerts may use. Anything else in an expression is an error.
 */

/** A metric that an expression selects. */
export interface Selector {
  metric: string;
  matchers: { label: string; operator: string; value: string }[];
  /** Whether it is a range selector. */
  range: boolean;
  /** The surrounding function, such as `rate` in `rate(metric[5m])`. */
  within: string | undefined;
  /** Labels that a surrounding aggregation keeps, or that the metric is matched on. */
  kept: string[];
}

const aggregations = new Set(['sum', 'min', 'max', 'avg', 'count', 'topk']);
const functions = new Set(['rate', 'histogram_quantile', 'absent']);
const comparisons = ['==', '!=', '>=', '<=', '>', '<'];
const forms =
  /\s*(?:(?<name>[a-zA-Z_:][\w:]*)|(?<number>\d+(?:\.\d+)?)|(?<text>"[^"\\]*")|(?<range>\[(?:\d+[smhd]|\$__rate_interval)\])|(?<sign>=~|!~|!=|==|>=|<=|[-<>+*/(){},=]))/y;

type Token = { kind: 'name' | 'number' | 'text' | 'range' | 'sign'; text: string };

function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  forms.lastIndex = 0;
  while (forms.lastIndex < expression.trimEnd().length) {
    const at = forms.lastIndex;
    const { groups = {} } = forms.exec(expression) ?? {};
    const found = Object.entries(groups).find(([, text]) => text !== undefined);
    if (!found) throw new Error(`What is this: ${expression.slice(at)}`);
    tokens.push({ kind: found[0] as Token['kind'], text: found[1] ?? '' });
  }
  return tokens;
}

/** All metrics in an expression. Throws if it is invalid or outside the supported subset. */
export function selectorsOf(expression: string): Selector[] {
  const tokens = tokensOf(expression);
  const found: Selector[] = [];
  let at = 0;
  const is = (text: string): boolean => tokens[at]?.text === text;
  const take = (kind: Token['kind'], ...texts: string[]): string => {
    const token = tokens[at];
    if (token?.kind !== kind || (texts.length > 0 && !texts.includes(token.text))) {
      throw new Error(`Not ${texts.join(' or ') || kind} but ${token?.text ?? 'the end'} in: ${expression}`);
    }
    at += 1;
    return token.text;
  };
  const list = (open: string, close: string, item: () => void): void => {
    take('sign', open);
    for (let first = true; !is(close); first = false) {
      if (!first) take('sign', ',');
      item();
    }
    take('sign', close);
  };

  const condition = (): void => {
    comparison();
    while (is('and')) {
      at += 1;
      const labels: string[] = [];
      if (is('on')) {
        at += 1;
        list('(', ')', () => labels.push(take('name')));
      }
      comparison();
      for (const { kept } of found) kept.push(...labels);
    }
  };
  const comparison = (): void => {
    sum(undefined, []);
    if (!comparisons.some(is)) return;
    at += 1;
    sum(undefined, []);
  };
  const sum = (within: string | undefined, kept: string[]): void => {
    term(within, kept);
    while (['+', '-', '*', '/'].some(is)) {
      at += 1;
      term(within, kept);
    }
  };
  const term = (within: string | undefined, kept: string[]): void => {
    if (tokens[at]?.kind === 'number') at += 1;
    else if (is('(')) list('(', ')', () => sum(within, kept));
    else {
      const name = take('name');
      if (aggregations.has(name)) {
        const labels: string[] = [];
        if (is('by')) {
          at += 1;
          list('(', ')', () => labels.push(take('name')));
        }
        list('(', ')', () => sum(name, [...kept, ...labels]));
      } else if (functions.has(name)) list('(', ')', () => sum(name, kept));
      else selector(name, within, kept);
    }
  };
  const selector = (metric: string, within: string | undefined, kept: string[]): void => {
    const matchers: Selector['matchers'] = [];
    if (is('{')) {
      list('{', '}', () => {
        const label = take('name');
        const operator = take('sign', '=', '!=', '=~', '!~');
        matchers.push({ label, operator, value: take('text').slice(1, -1) });
      });
    }
    const range = tokens[at]?.kind === 'range';
    if (range) at += 1;
    found.push({ metric, matchers, range, within, kept: [...kept] });
  };

  condition();
  if (at < tokens.length) throw new Error(`More than an expression: ${expression}`);
  return found;
}
