/** Settings as a program gives them: the names of the environment, with values of their own types. */
import type * as v from 'valibot';
import type { variables } from '../process/config.ts';

/** Settings of the program alone: whoever embeds the gateway listens, and stops, by themselves. */
const ofProgram = ['HOST', 'PORT', 'MAX_CLIENT_CONNECTIONS', 'SHUTDOWN_DELAY_MS'] as const;

type Variables = Omit<typeof variables, (typeof ofProgram)[number]>;

/** As it may be written in code, for what a variable means. */
type Written<Meaning> = [Meaning] extends [boolean]
  ? boolean | 'on' | 'off'
  : [Meaning] extends [number]
    ? number | `${number}`
    : [Meaning] extends [readonly string[]]
      ? string | readonly string[]
      : Meaning;

/**
 * Settings of a gateway, by the names of their environment variables. docs/configuration.md says what each is for. What is
 * left out, or undefined, is read from the environment.
 */
export type Settings = {
  readonly [Name in keyof Variables]?: Written<v.InferOutput<Variables[Name][0]>> | undefined;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** The settings over the environment, as readConfig takes them. A sandbox gets any free port unless it is set. */
export function environmentOf(settings: Settings, environment: Environment): Environment {
  const given = Object.entries(settings).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, textOf(value)] as const],
  );
  const merged: Environment = { ...environment, ...Object.fromEntries(given) };
  return {
    ...merged,
    ...(merged['STYTCH_PROJECT_ID'] ? {} : { SANDBOX_PORT: merged['SANDBOX_PORT'] ?? '0' }),
    ...Object.fromEntries(ofProgram.map((name) => [name, undefined])),
  };
}

function textOf(value: boolean | number | string | readonly string[]): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'object' ? value.join(',') : String(value);
}
