/** Helpers of the stories. */
import type { SandboxGateway } from '../gateway.ts';

/** An email or text message that would have been sent. */
export interface Message {
  channel: string;
  to: string;
  [field: string]: unknown;
}

/** The messages of the sandbox's outbox, newest first. */
export async function outbox(g: SandboxGateway): Promise<Message[]> {
  const response = await fetch(`${g.sandbox.origin}/sandbox/outbox`);
  const { messages } = (await response.json()) as { messages: Message[] };
  return messages;
}
