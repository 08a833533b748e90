import { readFileSync } from 'node:fs';

/** The manifest that `build.ts` writes beside the files. File names contain a hash of their content. */
export interface AssetManifest {
  /** The entry module of the page. */
  script: string;
  styles: string[];
  /** Modules that the page imports, preloaded by links. */
  preload: string[];
  icon: string;
  /** All files by name, with their uncompressed size; the stored file is `<name>.br`. */
  files: Record<string, { type: string; bytes: number }>;
}

/** The folder of the committed files. */
export const ASSETS_URL = new URL('./assets/', import.meta.url);

export const assetManifest = JSON.parse(readFileSync(new URL('manifest.json', ASSETS_URL), 'utf8')) as AssetManifest;
