import { useQuery } from '@apollo/client/react';
import { useDeferredValue, useState } from 'react';
import { type ColleagueFragment, ColleaguesDocument } from '../gql/graphql.ts';
import { Empty, Loaded } from '../ui/loaded.tsx';
import { Button, Complaint, Heading, Monogram, Tag } from '../ui/parts.tsx';
import { useSubmit } from '../ui/submit.ts';
import { roleName, statuses } from '../ui/words.ts';
import { usePerson } from '../viewer.ts';
import { Invitation } from './invitation.tsx';
import { RolesOf } from './roles.tsx';

export default function Colleagues() {
  const { canList, canInvite, organization } = usePerson();
  const [isInviting, setInviting] = useState(false);
  return (
    <>
      <Heading
        title="Colleagues"
        lead={`Everybody at ${organization.name}.`}
        action={
          canInvite && (
            <Button look="primary" onClick={() => setInviting(true)}>
              Invite
            </Button>
          )
        }
      />
      {canList ? (
        <Directory />
      ) : (
        <Empty title="Your role does not show colleagues">
          <p>People managers and admins see everybody. Ask one of them if you need to.</p>
        </Empty>
      )}
      {isInviting && <Invitation onClose={() => setInviting(false)} />}
    </>
  );
}

function Directory() {
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  // Stytch searches from three characters on.
  const filter = search.length >= 3 ? { emailAddressFuzzy: search } : null;
  const query = useQuery(ColleaguesDocument, { variables: { filter } });
  const [chosen, setChosen] = useState<ColleagueFragment | null>(null);
  const more = useSubmit(() => {
    const after = query.data?.viewer.organization?.members?.pageInfo.endCursor ?? null;
    return query.fetchMore({ variables: { after } });
  });
  return (
    <>
      <search>
        <input
          type="search"
          aria-label="Search by email address"
          placeholder="Search by email address"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </search>
      <Loaded query={query} lines={8}>
        {({ viewer: { organization } }) => {
          const people = organization?.members;
          if (!people || people.edges.length === 0) {
            return (
              <Empty title="Nobody found">
                <p>No address has “{search}” in it.</p>
              </Empty>
            );
          }
          return (
            <>
              <ul className="rows people" aria-label="Colleagues">
                {people.edges.map(
                  ({ node }) => node && <Row key={node.id} colleague={node} onChoose={() => setChosen(node)} />,
                )}
              </ul>
              <footer className="pages">
                <p role="status">
                  {people.edges.length} of {people.totalCount ?? 'many'}
                </p>
                {people.pageInfo.hasNextPage && (
                  <Button busy={more.busy} onClick={more.run}>
                    Show more
                  </Button>
                )}
                <Complaint problem={more.problem} />
              </footer>
            </>
          );
        }}
      </Loaded>
      {chosen && <RolesOf colleague={chosen} onClose={() => setChosen(null)} />}
    </>
  );
}

const tones = { ACTIVE: 'good', INVITED: 'warm', PENDING: 'warm' } as const;
const toneOf = (status: ColleagueFragment['status']) =>
  status === 'ACTIVE' || status === 'INVITED' || status === 'PENDING' ? tones[status] : undefined;

function Row({ colleague, onChoose }: { colleague: ColleagueFragment; onChoose: () => void }) {
  const { name, emailAddress, status, roles } = colleague;
  const { canSetRoles } = usePerson();
  const tone = toneOf(status);
  const own = roles.filter(({ roleId }) => roleId !== 'stytch_member').map(({ roleId }) => roleName(roleId));
  return (
    <li>
      <Monogram name={name || emailAddress} />
      <span className="what">
        <b>{name || emailAddress}</b>
        <small>{name ? emailAddress : 'No name yet'}</small>
      </span>
      <span className="aside">
        {own.map((role) => (
          <Tag key={role}>{role}</Tag>
        ))}
        {status !== 'ACTIVE' && <Tag {...(tone ? { tone } : {})}>{statuses[status]}</Tag>}
      </span>
      {canSetRoles && (
        <Button look="quiet" onClick={onChoose} aria-label={`Roles of ${name || emailAddress}`}>
          Roles
        </Button>
      )}
    </li>
  );
}
