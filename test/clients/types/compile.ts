/** Compiles a file of assertions against any graph: generated files in memory replace those on disk. */
import { join } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '../../..');

/** Texts of files by their absolute paths. */
export type Files = ReadonlyMap<string, string>;

/** A compiler with the settings of the project, which caches the files it has read. */
export function createCompiler(): (file: string, replaced: Files) => string[] {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    root,
  );
  let current: Files = new Map();
  let version = 0;
  const versions = new Map<string, number>();
  let roots: string[] = [];
  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => options,
    getScriptFileNames: () => roots,
    getScriptVersion: (file) => String(versions.get(file) ?? 0),
    getScriptSnapshot: (file) => {
      const text = current.get(file) ?? ts.sys.readFile(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (file) => current.has(file) || ts.sys.fileExists(file),
    readFile: (file) => current.get(file) ?? ts.sys.readFile(file),
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  };
  const service = ts.createLanguageService(host);
  return (file, replaced) => {
    version += 1;
    for (const each of [...current.keys(), ...replaced.keys()]) versions.set(each, version);
    current = replaced;
    roots = [file];
    const source = service.getProgram()?.getSourceFile(file);
    if (!source) throw new Error(`${file} is not there`);
    return [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)].map(({ start }) =>
      nameAround(source, start ?? 0),
    );
  };
}

/** The assertion that contains a position of its file. */
function nameAround(source: ts.SourceFile, position: number): string {
  const statement = source.statements.find((each) => each.getFullStart() <= position && position < each.getEnd());
  if (statement && ts.isFunctionDeclaration(statement) && statement.name) return statement.name.text;
  return statement?.getText().slice(0, 60) ?? 'nowhere';
}

/** The names of all assertions of a file. */
export function assertionsOf(file: string): string[] {
  const source = ts.createSourceFile(file, ts.sys.readFile(file) ?? '', ts.ScriptTarget.Latest);
  return source.statements.flatMap((each) =>
    ts.isFunctionDeclaration(each) &&
    each.name &&
    each.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
      ? [each.name.text]
      : [],
  );
}
