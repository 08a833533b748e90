import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { type ChangeEvent, type FormEvent, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import type { GraphiqlConfig, OperationDocument } from '../../vertical/graphiql-config.ts';
import './operation-search.css';
import b2b from './operations-b2b.json?url';
import consumer from './operations-consumer.json?url';
import { storeOpenedCaller } from './storage.ts';

const FILES = { b2b, consumer };
const PLACE = 'operation-search';

/** Place of the search: in the bar above GraphiQL, outside of its React context. */
export const SearchPlace = () => <span id={PLACE} />;

const isChange = ({ document }: OperationDocument): boolean => document.startsWith('mutation');

const titleOf = ({ method, path }: OperationDocument): string => `${method} ${path}`;

/**
 * Finds an operation by its exact title or id, otherwise the first that contains every word, queries before mutations.
 */
const found = (operations: readonly OperationDocument[], typed: string): OperationDocument | undefined => {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return undefined;
  return (
    operations.find((operation) => titleOf(operation) === typed || operation.id === typed) ??
    operations
      .filter((operation) => {
        const text = `${titleOf(operation)} ${operation.id} ${operation.field}`.toLowerCase();
        return words.every((word) => text.includes(word));
      })
      .toSorted((a, b) => Number(isChange(a)) - Number(isChange(b)))[0]
  );
};

/** Finds a REST operation of Stytch by path or operation id and opens a document that calls it in a new tab. */
export const OperationSearch = ({ vertical }: { vertical: GraphiqlConfig['vertical'] }) => {
  const [place, setPlace] = useState<Element | null>(null);
  const [operations, setOperations] = useState<readonly OperationDocument[]>([]);
  const [typed, setTyped] = useState('');
  const [message, setMessage] = useState('');
  const { addTab } = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  useEffect(() => setPlace(document.getElementById(PLACE)), []);

  /** Fetches the list when the field is first used. */
  const load = async () => {
    if (operations.length > 0) return operations;
    const response = await fetch(FILES[vertical]);
    if (!response.ok) throw new Error(`The gateway returned ${response.status} for the list of operations.`);
    const loaded: readonly OperationDocument[] = await response.json();
    setOperations(loaded);
    return loaded;
  };

  const open = ({ document, variables, caller }: OperationDocument) => {
    const [, name] = /^(?:query|mutation) (\w+)/.exec(document) ?? [];
    if (name) storeOpenedCaller(name, caller);
    addTab();
    queryEditor?.setValue(document);
    variableEditor?.setValue(variables);
    setTyped('');
    setMessage('');
  };

  const change = ({ target: { value }, nativeEvent }: ChangeEvent<HTMLInputElement>) => {
    setTyped(value);
    setMessage('');
    // A title may be the prefix of another, so typing opens nothing; choosing from the list does.
    const isTyping = nativeEvent instanceof InputEvent && nativeEvent.inputType !== 'insertReplacementText';
    const chosen = isTyping ? undefined : operations.find((operation) => titleOf(operation) === value);
    if (chosen) open(chosen);
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const operation = found(await load(), typed);
    if (operation) open(operation);
    else setMessage('No operation has this name or path.');
  };

  const report = (error: unknown) => setMessage(String(error));
  if (!place) return null;
  return createPortal(
    <search>
      <form onSubmit={(event) => submit(event).catch(report)}>
        <input
          type="search"
          aria-label="Find by REST name"
          placeholder="Find by REST name or path"
          list={`${PLACE}-list`}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onFocus={() => load().catch(report)}
          onChange={change}
        />
        <datalist id={`${PLACE}-list`}>
          {operations.map((operation) => (
            <option key={operation.id} value={titleOf(operation)}>
              {`${operation.field} · ${operation.id}`}
            </option>
          ))}
        </datalist>
        {message && <output>{message}</output>}
      </form>
    </search>,
    place,
  );
};
