import { readFileSync } from 'node:fs';

/** What `build.ts` writes beside the files themselves. File names carry a hash of their content. */
export interface AssetManifest {
  /** The module that starts the page. */
  script: string;
  styles: string[];
  /** Modules the page will import, worth asking for at once. */
  preload: string[];
  icon: string;
  /** Every file by name, with its size before compression; on disk each one is `<name>.br`. */
  files: Record<string, { type: string; bytes: number }>;
}

/** The folder of the committed files. */
export const ASSETS = new URL('./assets/', import.meta.url);

export const manifest = JSON.parse(readFileSync(new URL('manifest.json', ASSETS), 'utf8')) as AssetManifest;
