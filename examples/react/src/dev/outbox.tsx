/** Mails and texts of the sandbox, while developing: nothing is sent anywhere. */
import { useCallback, useEffect, useState } from 'react';

interface Message {
  readonly sent_at: string;
  readonly subject?: string;
  readonly secret?: string;
  readonly link?: string;
}

export default function Outbox({ to }: { to: string }) {
  const address = `/sandbox/outbox?to=${encodeURIComponent(to)}`;
  const [messages, setMessages] = useState<readonly Message[]>([]);
  const read = useCallback(async () => {
    const answer: { readonly messages: readonly Message[] } = await (await fetch(address)).json();
    setMessages(answer.messages);
  }, [address]);
  useEffect(() => {
    // Without the sandbox there is nothing to show.
    read().catch(() => setMessages([]));
  }, [read]);
  const [newest] = messages;
  return (
    <aside className="outbox" aria-label="Outbox of the sandbox">
      <p>
        <b>Sandbox.</b> Nothing is mailed or texted. <a href={address}>Open the sandbox’s outbox</a>
      </p>
      {newest?.link && <a href={newest.link}>Follow the newest link</a>}
      {newest && !newest.link && (
        <p>
          Newest code: <code>{newest.secret}</code>
        </p>
      )}
    </aside>
  );
}
