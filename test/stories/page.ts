/** Parser of the stories of a page: requests with their variables, commands, and the response or output of each. */

/** A GraphQL request. */
export interface Request {
  readonly kind: 'request';
  readonly line: number;
  /** `Visitor`, `Admin`, or the name of a person. */
  readonly caller: string;
  /** The placeholder of the person's token; undefined for the callers that `npm start` prints. */
  readonly token: string | undefined;
  readonly document: string;
  readonly variables: string;
  readonly times: number;
  readonly response: string;
}

/** A shell command, and its output. */
export interface Command {
  readonly kind: 'command';
  readonly line: number;
  readonly command: string;
  readonly output: string;
}

/** A script for the console of a browser, and its value as JSON. */
export interface Console {
  readonly kind: 'console';
  readonly line: number;
  /** URL of the open page. */
  readonly address: string;
  readonly script: string;
  readonly output: string;
}

/** `sleep`: advances the clock. */
export interface Pause {
  readonly kind: 'pause';
  readonly seconds: number;
}

export type Step = Request | Command | Console | Pause;

export interface Story {
  readonly title: string;
  readonly steps: readonly Step[];
}

type Part = { line: number; language: string; text: string };

/** Paragraphs and fenced blocks, in their order. A paragraph has no language. */
function partsOf(text: string, firstLine: number): Part[] {
  const parts: Part[] = [];
  let from = 0;
  const lineAt = (at: number) => firstLine + text.slice(0, at).split('\n').length - 1;
  const prose = (until: number) => {
    for (const { index, 0: paragraph } of text.slice(from, until).matchAll(/\S[\s\S]*?(?=\n\n|\n*$)/g)) {
      parts.push({ line: lineAt(from + index), language: '', text: paragraph });
    }
  };
  for (const { index, 0: block, 1: language = '', 2: content = '' } of text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)) {
    prose(index);
    parts.push({ line: lineAt(index), language, text: content });
    from = index + block.length;
  }
  prose(text.length);
  return parts;
}

const numbers = ['one', 'two', 'three', 'four', 'five'];
const isResponse = (text: string): boolean => /^\{\s*"(data|errors)":/.test(text);

/**
 * Parses one story.
 *
 * - A paragraph that begins with a bold name sets the caller of the next requests; `by <token>` in it sets the token.
 * - A `graphql` block is a request. A `json` block with `data` or `errors` is a response, any other one holds
 *   variables.
 * - `Name` again in a paragraph repeats the request of that name, with its last variables.
 * - A `sh` block is a command; the block after it is its output.
 * - A `js` block is a script for the console of a browser at the URL in the paragraph before; the block after it is the
 *   value of the script.
 *
 * @throws Error for a request or a command without a response
 */
function stepsOf(parts: readonly Part[]): Step[] {
  const steps: Step[] = [];
  const sent = new Map<string, { document: string; variables: string }>();
  let caller = '';
  let token: string | undefined;
  let times = 1;
  let address = '';
  let request: { line: number; document: string; variables: string } | undefined;
  let command: { line: number; text: string; at?: string } | undefined;
  const fail = (line: number, what: string): never => {
    throw new Error(`Line ${line}: ${what}`);
  };
  const settled = (line: number) => {
    if (request) fail(request.line, `the request has no response before line ${line}`);
    if (command) fail(command.line, `the command has no output before line ${line}`);
  };
  for (const { line, language, text } of parts) {
    if (language === '') {
      settled(line);
      const [, name] = /^\*\*([^*]+?)\.?\*\*/.exec(text) ?? [];
      if (name) {
        caller = name;
        token = /^\*\*[^*]+\*\*, by `<([^>]+)>`/.exec(text)?.[1];
      }
      address = /`(https?:[^`]+)`/.exec(text)?.[1] ?? address;
      const [, again, count = 'one'] = /`(\w+)` again(?:, (\w+) times)?/.exec(text) ?? [];
      times = numbers.indexOf(count) + 1;
      if (again) request = { line, ...(sent.get(again) ?? fail(line, `no request ${again} before`)) };
    } else if (language === 'graphql') {
      settled(line);
      request = { line, document: text, variables: '{}' };
    } else if (language === 'sh') {
      settled(line);
      const [, seconds] = /^sleep (\d+)$/.exec(text.trim()) ?? [];
      if (seconds) steps.push({ kind: 'pause', seconds: Number(seconds) });
      else command = { line, text };
    } else if (language === 'js') {
      settled(line);
      command = { line, text, at: address };
    } else if (command) {
      const { line: began, text: typed, at } = command;
      steps.push(
        at === undefined
          ? { kind: 'command', line: began, command: typed, output: text }
          : { kind: 'console', line: began, address: at, script: typed, output: text },
      );
      command = undefined;
    } else if (request && isResponse(text)) {
      const { document, variables } = request;
      sent.set(/^\s*(?:query|mutation) (\w+)/.exec(document)?.[1] ?? '', { document, variables });
      steps.push({ kind: 'request', line: request.line, caller, token, document, variables, times, response: text });
      request = undefined;
      times = 1;
    } else if (request) {
      request.variables = text;
    } else {
      fail(line, `what is this ${language}?`);
    }
  }
  settled(Number.POSITIVE_INFINITY);
  return steps;
}

/** The stories under second-level headings whose titles match. */
export function storiesOf(page: string, titles: RegExp): Story[] {
  const headings = [...page.matchAll(/^## (.+)$/gm)];
  return headings.flatMap(({ index, 0: heading, 1: title = '' }, at) => {
    if (!titles.test(title)) return [];
    const begin = index + heading.length;
    const text = page.slice(begin, headings[at + 1]?.index);
    return [{ title, steps: stepsOf(partsOf(text, page.slice(0, begin).split('\n').length)) }];
  });
}
