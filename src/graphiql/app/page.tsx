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

/** Options of the caller select: callers of the sandbox, if any, and always visitor and custom token. */
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

/** The panel is hidden on phones, and initially closed on small screens. */
const HAS_PLACE = '(width > 700px)';
const HAS_ROOM = '(width >= 1200px)';

const EXPLAIN_PANEL = 'explain-panel';

/** The page: caller select above, GraphiQL below. */
export const Page = ({ config, source }: { config: GraphiqlConfig; source: ConfigSource }) => {
  const choices = useMemo(() => choicesOf(config), [config]);
  const [caller, setCaller] = useState(() => firstCaller(choices));
  /** Caller of the active tab, if it is not evident from the select. */
  const [sentAs, setSentAs] = useState<string>();
  /** Reason why the gateway returned no schema to this caller. */
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
          // GraphiQL does not support an empty list of tabs; without the property it opens a default tab.
          {...(config.tabs.length > 0 && {
            defaultTabs: config.tabs.map(({ query, variables }) => ({ query, variables })),
          })}
          defaultEditorToolsVisibility="variables"
          shouldPersistHeaders={false}
          inputValueDeprecation
          schemaDescription
        >
          {/* An empty logo: the bar has the title, and GraphiQL's own logo links to another host. */}
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

/** Whether a media query matches. */
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

/** State of the Explain panel: whether it is open, and the explanation of each tab. */
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

/** Reports the id of the active tab. */
const FollowTab = ({ onChange }: { onChange: (id: string | undefined) => void }) => {
  const id = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.id);
  useEffect(() => onChange(id), [id, onChange]);
  return null;
};

/** GraphiQL reads the color scheme of the system once; its style sheet follows later changes, its editors do not. */
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

/** Scrolls the tab strip to the active tab: GraphiQL does not, and a reload or the docs pane can hide it. */
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

/** Whether the headers editor of a tab contains `Authorization`, which overrides the select. */
const hasAuthorization = (headers: string | null | undefined): boolean => /"authorization"\s*:/i.test(headers ?? '');

/** Reports the caller as which the active tab will be sent. */
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
 * Input of a custom token. Commits on Enter or blur, because every change introspects. Not a password field, which
 * browsers offer to save.
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
