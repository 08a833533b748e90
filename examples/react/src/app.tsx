import { ApolloProvider, useQuery } from '@apollo/client/react';
import { StrictMode, useState, useSyncExternalStore } from 'react';
import { createClient } from './client.ts';
import { ViewerDocument } from './gql/graphql.ts';
import { currentVisit, onVisit } from './session.ts';
import { Shell } from './shell.tsx';
import { SignIn } from './sign-in/sign-in.tsx';
import { Failed, Waiting } from './ui/loaded.tsx';
import { Toasts } from './ui/toast.tsx';
import { PersonContext } from './viewer.ts';

export function App() {
  const { number, hasExpired } = useSyncExternalStore(onVisit, currentVisit);
  return (
    <StrictMode>
      <VisitOf key={number} hasExpired={hasExpired} />
    </StrictMode>
  );
}

function VisitOf({ hasExpired }: { hasExpired: boolean }) {
  const [client] = useState(createClient);
  // It stays with the sign-in that began with a link, also when the link has left the address.
  const [isArriving] = useState(() => location.pathname === '/authenticate');
  return (
    <ApolloProvider client={client}>
      <Toasts>{isArriving ? <SignIn /> : <Door hasExpired={hasExpired} />}</Toasts>
    </ApolloProvider>
  );
}

/** Shows the app to whoever is signed in, and the sign-in to all others. */
function Door({ hasExpired }: { hasExpired: boolean }) {
  const { data, error, refetch } = useQuery(ViewerDocument);
  if (data) {
    const { member, organization, ...viewer } = data.viewer;
    if (!member || !organization) return <SignIn hasExpired={hasExpired} />;
    return (
      <PersonContext value={{ ...viewer, member, organization }}>
        <Shell />
      </PersonContext>
    );
  }
  return (
    <main className="threshold">
      {error ? <Failed error={error} onRetry={() => void refetch().catch(() => {})} /> : <Waiting lines={2} />}
    </main>
  );
}
