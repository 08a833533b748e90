/** What stories need beside the gateway. */
import type { SandboxGateway } from '../gateway.ts';

/** Something that would have been mailed or texted. */
export interface Message {
  channel: string;
  to: string;
  [field: string]: unknown;
}

/** What lies in the sandbox's outbox, newest first. */
export async function outbox(g: SandboxGateway): Promise<Message[]> {
  const response = await fetch(`${g.sandbox.origin}/sandbox/outbox`);
  const { messages } = (await response.json()) as { messages: Message[] };
  return messages;
}
