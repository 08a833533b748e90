import { type ComponentType, lazy, Suspense, useEffect, useState } from 'react';
import { Link, usePath } from './router.tsx';
import { useSignOut } from './sign-out.ts';
import { Waiting } from './ui/loaded.tsx';
import { Button, Complaint, Heading, Monogram } from './ui/parts.tsx';
import { useSubmit } from './ui/submit.ts';
import { type Person, usePerson } from './viewer.ts';
import { Organization } from './views/organization.tsx';

interface Page {
  readonly path: string;
  readonly name: string;
  readonly View: ComponentType;
  readonly isFor?: (person: Person) => boolean;
}

// The first page comes with the app; the others are loaded when they are opened.
const pages: readonly Page[] = [
  { path: '/', name: 'Organization', View: Organization },
  { path: '/colleagues', name: 'Colleagues', View: lazy(() => import('./views/colleagues.tsx')) },
  { path: '/account', name: 'Your account', View: lazy(() => import('./views/account.tsx')) },
  { path: '/security', name: 'Security', View: lazy(() => import('./views/security.tsx')) },
  { path: '/apps', name: 'Connected apps', View: lazy(() => import('./views/apps.tsx')) },
  {
    path: '/directory',
    name: 'Directory sync',
    View: lazy(() => import('./views/directory.tsx')),
    isFor: ({ canUseScim }) => canUseScim,
  },
];

export function Shell() {
  const person = usePerson();
  const path = usePath();
  const [isOpen, setOpen] = useState(false);
  const mine = pages.filter(({ isFor }) => isFor?.(person) ?? true);
  const View = mine.find((page) => page.path === path)?.View ?? Missing;
  // The menu of a phone closes when a page is opened.
  useEffect(() => setOpen(false), [path]);

  return (
    <div className="shell">
      <a className="skip" href="#content">
        Skip to the page
      </a>
      <header className="side" data-open={isOpen}>
        <div className="top">
          <Link to="/" className="brand">
            <img src="/icon.svg" alt="" width="26" height="26" /> Roster
          </Link>
          <button
            type="button"
            className="menu"
            aria-expanded={isOpen}
            aria-controls="menu"
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? 'Close' : 'Menu'}
          </button>
        </div>
        <div id="menu" className="drawer">
          <p className="where">
            <Monogram name={person.organization.name} round={false} />
            <b>{person.organization.name}</b>
          </p>
          <nav aria-label="Pages">
            {mine.map(({ path, name }) => (
              <Link key={path} to={path}>
                {name}
              </Link>
            ))}
          </nav>
          <Self person={person} />
        </div>
      </header>
      <main id="content">
        <Suspense fallback={<Waiting lines={4} />}>
          <View key={path} />
        </Suspense>
      </main>
    </div>
  );
}

function Self({ person: { member, session } }: { person: Person }) {
  const signOut = useSignOut();
  const { run, busy, problem } = useSubmit(async () => session && signOut({ memberSessionId: session.id }));
  return (
    <div className="self">
      <p>
        <Monogram name={member.name || member.emailAddress} />
        <span>
          <b>{member.name || 'No name yet'}</b>
          <small>{member.emailAddress}</small>
        </span>
      </p>
      <Complaint problem={problem} />
      <Button look="quiet" busy={busy} onClick={run}>
        Sign out
      </Button>
    </div>
  );
}

const Missing = () => (
  <>
    <Heading title="Nothing is here" lead="The page may have moved, or your role does not open it." />
    <Link to="/" className="button plain">
      To your organization
    </Link>
  </>
);
