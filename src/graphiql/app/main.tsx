// GraphiQL's style.css inlines every font as base64; these are its parts without fonts. Monaco has its own font.
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import 'graphiql/graphiql.css';
import './page.css';
import './workers.ts';
import { createRoot } from 'react-dom/client';
import { configSource } from './fetcher.ts';
import { Page, PageMessage } from './page.tsx';

const element = document.getElementById('graphiql');
const address = element?.dataset['config'];
if (!element || !address) throw new Error('The page has no element with the id "graphiql" that names a configuration.');

const root = createRoot(element);
const source = configSource(address);

source.get().then(
  (config) => root.render(<Page config={config} source={source} />),
  (error: unknown) => root.render(<PageMessage>The page could not be set up. {String(error)}</PageMessage>),
);
