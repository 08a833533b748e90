/** Settings that a project has in Stytch's dashboard, at `PUT /sandbox/settings`. A request changes those that it names. */
import { fail } from '../errors.ts';
import type { Endpoint } from '../kind.ts';
import type { ProjectStore } from '../store.ts';
import { checkNames } from './sent.ts';

/** One setting. */
export interface Setting<S> {
  readonly read: (store: S) => unknown;
  /** What sets it, or a refusal; nothing is set yet. */
  readonly change: (name: string, wanted: unknown) => (store: S) => void;
}

/** A setting that has one of a few values. */
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

/** Whether passwords that are to be set are judged by `zxcvbn` or by `luds`. */
export const passwordStrength: Setting<ProjectStore> = settingOf<ProjectStore, ProjectStore['passwordStrength']>(
  ['zxcvbn', 'luds'],
  (store) => store.passwordStrength,
  (store, value) => {
    store.passwordStrength = value;
  },
);

/** URL of the page of the application where people authorize connected apps, as metadata shows it. */
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

/** Changes settings, all that a request names or none, and answers how all of them stand. */
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
