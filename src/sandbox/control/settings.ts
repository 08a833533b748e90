/** Project settings of Stytch's dashboard, at `PUT /sandbox/settings`. Omitted settings stay unchanged. */
import { fail } from '../errors.ts';
import type { Endpoint } from '../kind.ts';
import type { ProjectStore } from '../store.ts';
import { checkNames } from './sent.ts';

/** One setting. */
export interface Setting<S> {
  readonly read: (store: S) => unknown;
  /** Validates a value and returns the function that sets it. */
  readonly change: (name: string, wanted: unknown) => (store: S) => void;
}

/** A setting with a fixed set of values. */
export const settingOf = <S, Value extends string | boolean>(
  values: readonly Value[],
  read: (store: S) => Value,
  write: (store: S, value: Value) => void,
): Setting<S> => ({
  read,
  change: (name, wanted) => {
    const value = values.find((one) => one === wanted);
    if (value === undefined) return fail(400, 'invalid_argument', `${name} is one of ${values.join(', ')}.`);
    return (store) => write(store, value);
  },
});

/** Password strength policy: `zxcvbn` or `luds`. */
export const passwordStrength: Setting<ProjectStore> = settingOf<ProjectStore, ProjectStore['passwordStrength']>(
  ['zxcvbn', 'luds'],
  (store) => store.passwordStrength,
  (store, value) => {
    store.passwordStrength = value;
  },
);

/** URL of the application's page where people authorize connected apps, for metadata. */
export const authorizationUrl: Setting<ProjectStore> = {
  read: (store) => store.authorizationUrl,
  change: (name, wanted) => {
    if (typeof wanted !== 'string' || !/^https?:$/.test(URL.parse(wanted)?.protocol ?? '')) {
      return fail(400, 'invalid_argument', `${name} is an http or https URL.`);
    }
    return (store) => {
      store.authorizationUrl = wanted;
    };
  },
};

/** Changes all settings of a request, or none if one is invalid, and returns all settings. */
export const changeSettings =
  <S extends ProjectStore>(settings: Readonly<Record<string, Setting<S>>>): Endpoint<S> =>
  (store, sent) => {
    checkNames('', sent, Object.keys(settings));
    const changes = Object.entries(settings).flatMap(([name, { change }]) =>
      sent[name] === undefined ? [] : [change(name, sent[name])],
    );
    for (const change of changes) change(store);
    return Object.fromEntries(Object.entries(settings).map(([name, { read }]) => [name, read(store)]));
  };
