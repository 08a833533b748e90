import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { GraphiQL } from 'graphiql';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import type { GraphiqlConfig } from '../../vertical/graphiql-config.ts';
import { type ExplainedTabs, ExplainPanel } from './explain-panel.tsx';
import {
  type CallerChoice,
  COOKIE,
  type ConfigSource,
  CUSTOM,
  type ExplainListener,
  gatewayFetcher,
  keptSchema,
  SUGGESTED,
  suggestedCredential,
  VISITOR,
} from './fetcher.ts';
import { OperationSearch, SearchPlace } from './operation-search.tsx';
import { projectStorage, storeChoice, storedChoice, storedExplain, storeExplain } from './storage.ts';

interface Choice {
  value: string;
  label: string;
}

/** The options of the select: the sandbox's callers if there are any, and always a visitor and a token typed by hand. */
const choicesOf = ({ credentials, cookies }: GraphiqlConfig): Choice[] => [
  ...(credentials.length > 0 ? [{ value: SUGGESTED, label: 'As each tab suggests' }] : []),
  { value: VISITOR, label: 'Visitor (no token)' },
  ...credentials.map(({ name, label }) => ({ value: name, label })),
  ...(cookies ? [{ value: COOKIE, label: 'Session cookie' }] : []),
  { value: CUSTOM, label: 'My own token' },
];

const firstCaller = (choices: Choice[]): CallerChoice => {
  const stored = storedChoice();
  const choice = choices.find(({ value }) => value === stored) ?? choices[0];
  return { choice: choice?.value ?? VISITOR, customToken: '' };
};

/** The panel has no place on a phone, and on a small screen only if it is asked for. */
const HAS_PLACE = '(width > 700px)';
const HAS_ROOM = '(width >= 1200px)';

const EXPLAIN_PANEL = 'explain-panel';

/** The whole page: who is calling above, GraphiQL below. */
export const Page = ({ config, source }: { config: GraphiqlConfig; source: ConfigSource }) => {
  const choices = useMemo(() => choicesOf(config), [config]);
  const [caller, setCaller] = useState(() => firstCaller(choices));
  /** Whom the tab on the screen is sent as, where that is not what the select says. */
  const [sentAs, setSentAs] = useState<string>();
  /** Why the gateway gave no schema to this caller. */
  const [refusal, setRefusal] = useState<string>();
  const storage = useMemo(() => projectStorage(config.project), [config]);

  // A new fetcher makes GraphiQL introspect again, which a change of caller requires.
  const kept = useMemo(() => keptSchema(setRefusal), []);
  const explain = useExplain();
  const { listener } = explain;
  const fetcher = useMemo(() => gatewayFetcher(source, caller, kept, listener), [source, caller, kept, listener]);

  const choose = (choice: string) => {
    storeChoice(choice);
    setCaller({ ...caller, choice });
  };

  const restoreTabs = () => {
    if (!confirm('Close your tabs and open the prepared ones again?')) return;
    storage.clear();
    location.reload();
  };

  return (
    <>
      <header className="caller-bar">
        <h1>Stytch GraphQL</h1>
        <span className="project">{config.project}</span>
        <SearchPlace />
        <span className="spacer" />
        <output>{sentAs && `This tab: ${sentAs}`}</output>
        <label className="caller">
          Send requests as
          <select value={caller.choice} onChange={(event) => choose(event.target.value)}>
            {choices.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        {caller.choice === CUSTOM && (
          <CustomToken
            token={caller.customToken}
            onChange={(customToken) => setCaller({ choice: CUSTOM, customToken })}
          />
        )}
        {explain.hasPlace && (
          <button
            type="button"
            className="explain-toggle"
            aria-expanded={explain.isOpen}
            aria-controls={EXPLAIN_PANEL}
            onClick={explain.toggle}
          >
            Explain
          </button>
        )}
        <button type="button" onClick={restoreTabs}>
          Restore tabs
        </button>
        {refusal && (
          <p className="refusal" role="alert">
            {refusal}
          </p>
        )}
      </header>
      <div className="workbench">
        <GraphiQL
          fetcher={fetcher}
          storage={storage}
          // GraphiQL cannot do with no tab at all; left alone, it opens one of its own.
          {...(config.tabs.length > 0 && {
            defaultTabs: config.tabs.map(({ query, variables }) => ({ query, variables })),
          })}
          defaultEditorToolsVisibility="variables"
          shouldPersistHeaders={false}
          inputValueDeprecation
          schemaDescription
        >
          {/* The bar above says whose page this is; GraphiQL's own logo would link to another host. */}
          <GraphiQL.Logo> </GraphiQL.Logo>
          <FollowSystemTheme />
          <ShowActiveTab />
          <OperationSearch vertical={config.vertical} />
          <TellCaller config={config} choice={caller.choice} choices={choices} onChange={setSentAs} />
          <FollowTab onChange={explain.setTab} />
          {explain.element && createPortal(<ExplainPanel tabs={explain.tabs} />, explain.element)}
        </GraphiQL>
        {explain.hasPlace && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must reach it.
          <section id={EXPLAIN_PANEL} className="explain" aria-label="Explain" tabIndex={0} hidden={!explain.isOpen}>
            <h2>Explain</h2>
            <div ref={explain.setElement} />
          </section>
        )}
      </div>
    </>
  );
};

/** Whether a media query holds. */
const useMedia = (query: string): boolean => {
  const media = useMemo(() => matchMedia(query), [query]);
  const subscribe = useCallback(
    (changed: () => void) => {
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    [media],
  );
  return useSyncExternalStore(subscribe, () => media.matches);
};

/** The panel that explains requests: whether it is open, and what it shows of each tab. */
const useExplain = () => {
  const [isOpen, setOpen] = useState(() => storedExplain() ?? matchMedia(HAS_ROOM).matches);
  const [tabs, setTabs] = useState<ExplainedTabs>({});
  const [element, setElement] = useState<HTMLElement | null>(null);
  const hasPlace = useMedia(HAS_PLACE);
  const isOn = useRef(false);
  const tab = useRef<string>(undefined);
  isOn.current = isOpen && hasPlace;
  const listener = useMemo<ExplainListener>(
    () => ({
      isOn: () => isOn.current,
      begin: () => {
        const id = tab.current;
        return (request) => id !== undefined && setTabs((before) => ({ ...before, [id]: request }));
      },
    }),
    [],
  );
  const toggle = () => {
    storeExplain(!isOpen);
    setOpen(!isOpen);
  };
  const setTab = useCallback((id: string | undefined) => {
    tab.current = id;
  }, []);
  return { hasPlace, isOpen, toggle, tabs, element, setElement, listener, setTab };
};

/** Tells which tab is on the screen. */
const FollowTab = ({ onChange }: { onChange: (id: string | undefined) => void }) => {
  const id = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.id);
  useEffect(() => onChange(id), [id, onChange]);
  return null;
};

/** GraphiQL asks the system for light or dark once; its style sheet follows later changes, its editors do not. */
const FollowSystemTheme = () => {
  const { setTheme } = useGraphiQLActions();
  const theme = useGraphiQL((state) => state.theme);
  useEffect(() => {
    if (theme) return;
    const system = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => setTheme(null);
    system.addEventListener('change', follow);
    return () => system.removeEventListener('change', follow);
  }, [theme, setTheme]);
  return null;
};

/** Scrolls the strip of tabs to the active one: GraphiQL leaves it where it is, and a reload or the docs put it out of sight. */
const ShowActiveTab = () => {
  const active = useGraphiQL((state) => `${state.activeTabIndex} of ${state.tabs.length}`);
  useEffect(() => {
    const strip = document.querySelector('.graphiql-tabs');
    if (!strip) return;
    const show = () =>
      strip.querySelector('.graphiql-tab-active')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    const resized = new ResizeObserver(show);
    resized.observe(strip);
    show();
    return () => resized.disconnect();
  }, [active]);
  return null;
};

/** Whether the headers editor of a tab names an `Authorization` of its own, which wins over the select. */
const hasAuthorization = (headers: string | null | undefined): boolean => /"authorization"\s*:/i.test(headers ?? '');

/** Says whom the tab on the screen will be sent as, before it runs. */
const TellCaller = ({
  config,
  choice,
  choices,
  onChange,
}: {
  config: GraphiqlConfig;
  choice: string;
  choices: Choice[];
  onChange: (caller: string | undefined) => void;
}) => {
  const tab = useGraphiQL((state) => state.tabs[state.activeTabIndex]);
  const caller = useMemo(() => {
    if (!tab) return;
    if (hasAuthorization(tab.headers)) return 'its own Authorization header';
    if (choice !== SUGGESTED) return;
    const name = suggestedCredential(config, { query: tab.query ?? '', operationName: tab.operationName });
    return choices.find(({ value }) => value === name)?.label;
  }, [config, choice, choices, tab]);
  useEffect(() => onChange(caller), [caller, onChange]);
  return null;
};

/**
 * Takes the token over when it is complete (Enter, or leaving the field): every change introspects. Not a password field, which
 * browsers offer to remember.
 */
const CustomToken = ({ token, onChange }: { token: string; onChange: (token: string) => void }) => {
  const [draft, setDraft] = useState(token);
  const commit = () => {
    if (draft.trim() !== token) onChange(draft.trim());
  };
  return (
    <label>
      Token
      <input
        className="secret"
        autoComplete="off"
        spellCheck={false}
        placeholder="session JWT, session token or API key"
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
    </label>
  );
};

export const PageMessage = ({ children }: { children: ReactNode }) => <p className="page-message">{children}</p>;
