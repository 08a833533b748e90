import { useMutation, useQuery } from '@apollo/client/react';
import { useId, useState } from 'react';
import { unwrap } from 'stytch-graphql/client';
import {
  CancelRotationDocument,
  CompleteRotationDocument,
  CreateScimDocument,
  DeleteScimDocument,
  DirectoryDocument,
  type ScimFragment,
  type ScimIdentityProvider,
  StartRotationDocument,
} from '../gql/graphql.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Button, Card, Complaint, Dialog, Field, Heading, Secret, Tag } from '../ui/parts.tsx';
import { textIn, useSubmit } from '../ui/submit.ts';
import { useSay } from '../ui/toast.tsx';
import { day, directories } from '../ui/words.ts';
import { usePerson } from '../viewer.ts';

export default function Directory() {
  const query = useQuery(DirectoryDocument);
  // A token is shown once: it is kept here, and never in the cache.
  const [token, setToken] = useState<string | null>(null);
  return (
    <>
      <Heading
        title="Directory sync"
        lead="Your directory keeps the list of members by SCIM: who joins, who leaves, in which groups."
      />
      <Loaded query={query} lines={4}>
        {({ viewer: { organization } }) =>
          organization?.scimConnection ? (
            <Connection scim={organization.scimConnection} token={token} onToken={setToken} />
          ) : (
            <Setup onToken={setToken} />
          )
        }
      </Loaded>
    </>
  );
}

const providers = Object.entries(directories).filter(([provider]) => provider !== 'UNKNOWN');
const isProvider = (text: string): text is ScimIdentityProvider => Object.hasOwn(directories, text);

function Setup({ onToken }: { onToken: (token: string | null) => void }) {
  const { organization } = usePerson();
  const select = useId();
  const [create] = useMutation(CreateScimDocument, {
    refetchQueries: [DirectoryDocument],
    awaitRefetchQueries: true,
    fetchPolicy: 'no-cache',
  });
  const { submit, busy, problem } = useSubmit(async (form) => {
    const provider = textIn(form, 'identityProvider');
    const { data } = await create({
      variables: {
        input: {
          organizationId: organization.id,
          displayName: textIn(form, 'displayName'),
          identityProvider: isProvider(provider) ? provider : 'GENERIC',
        },
      },
    });
    onToken(unwrap(data?.createScimConnection).bearerToken);
  });
  return (
    <Card title="No directory is connected" lead="Until then, members come by invitation.">
      <form onSubmit={submit} noValidate>
        <div className="field">
          <label htmlFor={select}>Directory</label>
          <select id={select} name="identityProvider" defaultValue="OKTA">
            {providers.map(([provider, name]) => (
              <option key={provider} value={provider}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <Field label="Name" name="displayName" defaultValue="Our directory" problem={problem} />
        <Complaint problem={problem} fields={['displayName']} />
        <Button type="submit" look="primary" busy={busy}>
          Connect
        </Button>
      </form>
    </Card>
  );
}

interface ConnectionProps {
  readonly scim: ScimFragment;
  readonly token: string | null;
  readonly onToken: (token: string | null) => void;
}

function Connection({ scim, token, onToken }: ConnectionProps) {
  const [isRemoving, setRemoving] = useState(false);
  return (
    <>
      {token && (
        <div className="once" role="status">
          <h2>Copy the token now</h2>
          <p>Your directory sends it with each request. It is not shown again.</p>
          <Secret label="Token" value={token} />
          <Button onClick={() => onToken(null)}>I have copied it</Button>
        </div>
      )}
      <Card
        title={scim.displayName || directories[scim.identityProvider]}
        tag={<Tag tone={scim.status === 'ACTIVE' ? 'good' : 'warm'}>{scim.status === 'ACTIVE' ? 'On' : 'Off'}</Tag>}
      >
        <dl className="facts">
          <dt>Directory</dt>
          <dd>{directories[scim.identityProvider]}</dd>
          <dt>Address</dt>
          <dd>
            <code>{scim.baseUrl}</code>
          </dd>
          <dt>Token</dt>
          <dd>
            ends in <code>{scim.bearerTokenLastFour}</code>, good until {day(scim.bearerTokenExpiresAt)}
          </dd>
          {scim.nextBearerTokenLastFour && (
            <>
              <dt>Next token</dt>
              <dd>
                ends in <code>{scim.nextBearerTokenLastFour}</code>, good until {day(scim.nextBearerTokenExpiresAt)}
              </dd>
            </>
          )}
        </dl>
        <Rotation scim={scim} onToken={onToken} />
      </Card>
      <Card
        title="Disconnect"
        lead="Members stay, and your directory no longer changes them."
        action={
          <Button look="danger" onClick={() => setRemoving(true)}>
            Disconnect
          </Button>
        }
      />
      {isRemoving && (
        <Removal
          scim={scim}
          onClose={() => {
            setRemoving(false);
          }}
        />
      )}
    </>
  );
}

/** A token is rotated in two steps, so that the directory never stands without one. */
function Rotation({ scim, onToken }: Pick<ConnectionProps, 'scim' | 'onToken'>) {
  const { organization } = usePerson();
  const variables = { input: { connectionId: scim.id, organizationId: organization.id } };
  const [start] = useMutation(StartRotationDocument);
  const [complete] = useMutation(CompleteRotationDocument);
  const [cancel] = useMutation(CancelRotationDocument);
  const say = useSay();
  const starting = useSubmit(async () => {
    const { data } = await start({ variables });
    onToken(unwrap(data?.startScimTokenRotation).nextBearerToken);
  });
  const completing = useSubmit(async () => {
    const { data } = await complete({ variables });
    unwrap(data?.completeScimTokenRotation);
    onToken(null);
    say('The new token has taken over. The old one has stopped working.');
  });
  const cancelling = useSubmit(async () => {
    const { data } = await cancel({ variables });
    unwrap(data?.cancelScimTokenRotation);
    onToken(null);
    say('The old token stays.');
  });
  const problem = starting.problem ?? completing.problem ?? cancelling.problem;
  if (!scim.nextBearerTokenLastFour) {
    return (
      <>
        <Complaint problem={problem} />
        <Button busy={starting.busy} onClick={starting.run}>
          Rotate the token
        </Button>
      </>
    );
  }
  return (
    <>
      <p>Both tokens work. Give the new one to your directory, then let it take over.</p>
      <Complaint problem={problem} />
      <div className="actions start">
        <Button look="primary" busy={completing.busy} onClick={completing.run}>
          Finish rotation
        </Button>
        <Button busy={cancelling.busy} onClick={cancelling.run}>
          Keep the old token
        </Button>
      </div>
    </>
  );
}

function Removal({ scim, onClose }: { scim: ScimFragment; onClose: () => void }) {
  const { organization } = usePerson();
  const say = useSay();
  const [remove] = useMutation(DeleteScimDocument, {
    update: (cache, { data }) => {
      const result = data?.deleteScimConnection;
      if (result?.__typename !== 'DeleteScimConnectionPayload') return;
      cache.modify({
        id: cache.identify(organization) ?? '',
        fields: { scimConnection: () => null },
      });
      cache.evict({ id: cache.identify({ __typename: scim.__typename, id: result.deletedId }) ?? '' });
    },
  });
  const { run, busy, problem } = useSubmit(async () => {
    const { data } = await remove({
      variables: { input: { connectionId: scim.id, organizationId: organization.id } },
    });
    unwrap(data?.deleteScimConnection);
    say('The directory is disconnected.');
    onClose();
  });
  return (
    <Dialog title="Disconnect the directory?" onClose={onClose}>
      <p>Its token stops working at once.</p>
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
