import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';

const Say = createContext<(text: string) => void>(() => {});

/** Says for a moment that something was done. */
export const useSay = () => useContext(Say);

export function Toasts({ children }: { children: ReactNode }) {
  const [text, say] = useState('');
  useEffect(() => {
    if (!text) return;
    const timer = setTimeout(() => say(''), 5_000);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <Say value={say}>
      {children}
      <div className="toasts" role="status">
        {text && <p className="toast">{text}</p>}
      </div>
    </Say>
  );
}
