// The SARIF 2.1.0 schema, as a validator. The file beside is the OASIS schema as the npm package @microsoft/jest-sarif
// 1.0.0-beta.0 (MIT) ships it, unchanged. It is written in draft 4, whose only words that differ here are `id` and
// `$schema` at its top, and has a pattern (for the language of a run) that is no regular expression in Unicode mode.

import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

/** Compiles the schema; the function holds the errors of its last call. */
export function sarifValidator(): ValidateFunction {
  const text = readFileSync(new URL('./sarif-2.1.0.schema.json', import.meta.url), 'utf8');
  const schema = Object.fromEntries(Object.entries(JSON.parse(text) as object).filter(([word]) => word !== '$schema' && word !== 'id'));
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  return ajv.compile(schema);
}
