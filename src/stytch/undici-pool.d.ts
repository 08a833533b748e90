/** undici's pools by themselves, which its types do not know by this path. */
declare module 'undici/lib/dispatcher/pool.js' {
  export { Pool as default } from 'undici';
}
