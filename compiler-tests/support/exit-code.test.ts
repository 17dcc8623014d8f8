/**
 * A run with a failing test must end with an exit code that says so, or everything else here proves nothing: a library's
 * exit hook once turned it into 0. `.ci/run` runs this file with FEAT_MUST_FAIL=1 and expects a failure.
 */
import { expect, test } from 'vitest';

test('fails where it is asked to', () => {
  expect(process.env['FEAT_MUST_FAIL']).toBeUndefined();
});
