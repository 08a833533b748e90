/** Runs the client preset for any graph. */
import { join } from 'node:path';
import { generate } from '@graphql-codegen/cli';
import * as v from 'valibot';
import codegen from '../../../codegen.ts';
import type { Files } from './compile.ts';

const root = join(import.meta.dirname, '../../..');

/** The folder of the clients' types in codegen.ts. */
const folder = 'test/clients/gql/';

/** The generator declares this as `any`. */
const generatedFiles = v.array(v.object({ filename: v.string(), content: v.string() }));

/** The output of the client preset for a graph. */
export async function clientPresetFiles(sdl: string, presetConfig: object = {}): Promise<Files> {
  const output = codegen.generates[folder];
  if (output === undefined || Array.isArray(output) || !('preset' in output)) {
    throw new Error(`codegen.ts has no preset for ${folder}`);
  }
  const generated: unknown = await generate(
    {
      ...codegen,
      cwd: root,
      schema: sdl,
      generates: {
        [folder]: {
          ...output,
          documents: 'test/clients/types/documents.ts',
          presetConfig: { ...output.presetConfig, ...presetConfig },
        },
      },
      silent: true,
      errorsOnly: true,
    },
    false,
  );
  return new Map(v.parse(generatedFiles, generated).map(({ filename, content }) => [join(root, filename), content]));
}
