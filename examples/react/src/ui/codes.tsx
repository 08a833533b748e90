import { useState } from 'react';
import { Button } from './parts.tsx';

/** Recovery codes, to be kept elsewhere. */
export function Codes({ codes }: { codes: readonly string[] }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <div className="codes">
      <ul>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Button
        onClick={() => {
          navigator.clipboard.writeText(codes.join('\n')).then(
            () => setCopied(true),
            () => setCopied(false),
          );
        }}
      >
        {isCopied ? 'Copied' : 'Copy all'}
      </Button>
    </div>
  );
}
