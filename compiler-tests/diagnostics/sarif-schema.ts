// The SARIF 2.1.0 schema of OASIS, as a validator; it comes with the package @microsoft/jest-sarif. It is written in
// draft 4, whose only words that differ here are `id` and `$schema` at its top, and has a pattern (for the language of a
// run) that is no regular expression in Unicode mode.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

/** Compiles the schema; the function holds the errors of its last call. */
export function sarifValidator(): ValidateFunction {
  const text = readFileSync(createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8');
  const schema = Object.fromEntries(Object.entries(JSON.parse(text) as object).filter(([word]) => word !== '$schema' && word !== 'id'));
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  return ajv.compile(schema);
}
