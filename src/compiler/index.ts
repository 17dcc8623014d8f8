/**
 * `featlang/compiler`: definitions in, findings, SQL and manifests out. Pure: no file, no clock, no connection, so that
 * it runs in a server, an editor and a browser alike.
 *
 * ```ts
 * import { compile, findDialect, printStatementFile } from 'featlang/compiler';
 *
 * const dialect = findDialect(name);
 * const { findings, statements } = compile({ files: [{ path: 'shop.feat', text }], dialect });
 * for (const statement of statements) console.log(statement.path, printStatementFile(statement));
 * ```
 */
export { check, compile, type CheckResult, type CompileInput, type CompileResult } from './compile.js';
export { DIALECTS, findDialect, type Capabilities, type Dialect } from './dialects/index.js';
export { printStatementFile, type OutputColumnInfo, type Statement } from './artifacts/artifact.js';
export { explainValueStatement, ROW_STATUS } from './artifacts/assemble.js';
export { printManifest, type ManifestInput } from './artifacts/manifest.js';
export { featureMeaning, SEMANTICS_VERSION, setMeaning, viewMeaning } from './artifacts/meaning.js';
export { printPythonTypes, printTypeScriptTypes } from './artifacts/set-types.js';
export { entryOf, findingCodes, findingText, hasErrors, isFindingCode, type Edit, type Finding, type FindingCode, type Fix, type Related, type Severity } from './diagnostics/index.js';
export type { SourceFile, Span } from './source/index.js';
export type { TableMapping } from './temporal/map-origins.js';
export type * from './temporal/plan.js';
export { printType, type Type } from './types/type.js';
