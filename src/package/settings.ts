/** Settings in code: names of environment variables, with typed values. */
import type * as v from 'valibot';
import type { variables } from '../process/config.ts';

/** Settings of the program only: an embedding server listens and stops itself. */
const ofProgram = ['HOST', 'PORT', 'MAX_CLIENT_CONNECTIONS', 'SHUTDOWN_DELAY_MS'] as const;

type Variables = Omit<typeof variables, (typeof ofProgram)[number]>;

/** The types accepted in code for a setting. */
type Written<Meaning> = [Meaning] extends [boolean]
  ? boolean | 'on' | 'off'
  : [Meaning] extends [number]
    ? number | `${number}`
    : [Meaning] extends [readonly string[]]
      ? string | readonly string[]
      : Meaning;

/**
 * Settings of a gateway, by the names of their environment variables, see docs/configuration.md. Settings that are
 * omitted or undefined are read from the environment.
 */
export type Settings = {
  readonly [Name in keyof Variables]?: Written<v.InferOutput<Variables[Name][0]>> | undefined;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Merges settings over the environment, for readConfig. The sandbox listens on any free port unless one is set. */
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
