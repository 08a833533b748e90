/** undici's pools by themselves, which its types do not know by this path. */
declare module 'undici/lib/dispatcher/pool.js' {
  import type { Dispatcher, Pool as FullPool } from 'undici';

  /** `request` and its like are put on them by `undici` itself, so they are not there. */
  const Pool: new (origin: string, options: FullPool.Options) => Pick<Dispatcher, 'dispatch' | 'close'>;
  export default Pool;
}
