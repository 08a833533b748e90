import { useMutation, useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { unwrap } from 'stytch-graphql/client';
import { type AppFragment, AppsDocument, RevokeAppDocument } from '../gql/graphql.ts';
import { Empty, Loaded } from '../ui/loaded.tsx';
import { Button, Complaint, Dialog, Heading, Monogram, Tag } from '../ui/parts.tsx';
import { useSubmit } from '../ui/submit.ts';
import { useSay } from '../ui/toast.tsx';
import { appKinds } from '../ui/words.ts';
import { usePerson } from '../viewer.ts';

export default function Apps() {
  const query = useQuery(AppsDocument);
  const [chosen, setChosen] = useState<AppFragment | null>(null);
  return (
    <>
      <Heading title="Connected apps" lead="Apps that act in your name, and what you let them do." />
      <Loaded query={query}>
        {({ viewer: { member } }) =>
          member?.connectedApps?.length ? (
            <ul className="rows apps" aria-label="Connected apps">
              {member.connectedApps.map((app) => (
                <Row key={app.id} app={app} onRemove={() => setChosen(app)} />
              ))}
            </ul>
          ) : (
            <Empty title="No app is connected">
              <p>Apps that you let act in your name are listed here.</p>
            </Empty>
          )
        }
      </Loaded>
      {chosen && <Removal app={chosen} onClose={() => setChosen(null)} />}
    </>
  );
}

function Row({
  app: { name, clientType, description, grantedScopes },
  onRemove,
}: {
  app: AppFragment;
  onRemove: () => void;
}) {
  return (
    <li>
      <Monogram name={name ?? 'App'} round={false} />
      <span className="what">
        <b>{name}</b>
        <small>{description}</small>
        <span className="tags">
          <Tag tone="warm">{appKinds[clientType]}</Tag>
          {grantedScopes.map((scope) => (
            <Tag key={scope}>{scope}</Tag>
          ))}
        </span>
      </span>
      <Button look="quiet" onClick={onRemove} aria-label={`Disconnect ${name}`}>
        Disconnect
      </Button>
    </li>
  );
}

function Removal({ app, onClose }: { app: AppFragment; onClose: () => void }) {
  const { member, organization } = usePerson();
  const say = useSay();
  const [revoke] = useMutation(RevokeAppDocument, {
    update: (cache, { data }) => {
      const result = data?.revokeMemberConnectedApp;
      if (result?.__typename !== 'RevokeMemberConnectedAppPayload') return;
      cache.evict({ id: cache.identify({ __typename: app.__typename, id: result.deletedId }) ?? '' });
    },
  });
  const { run, busy, problem } = useSubmit(async () => {
    const input = { clientId: app.clientId, memberId: member.id, organizationId: organization.id };
    const { data } = await revoke({ variables: { input } });
    unwrap(data?.revokeMemberConnectedApp);
    say(`${app.name} is disconnected.`);
    onClose();
  });
  return (
    <Dialog title={`Disconnect ${app.name}?`} onClose={onClose}>
      <p>It can no longer act in your name. You can connect it again later.</p>
      <Complaint problem={problem} />
      <div className="actions">
        <Button onClick={onClose}>Keep it</Button>
        <Button look="danger" busy={busy} onClick={run}>
          Disconnect
        </Button>
      </div>
    </Dialog>
  );
}
