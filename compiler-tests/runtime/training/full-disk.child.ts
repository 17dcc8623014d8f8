/** Builds a training set of thirty megabytes in a process that may not write a file of more than a few. */
import { INT64, STRING } from '../../../src/compiler/types/type.js';
import { createDuckDbDriver } from '../../../src/runtime/drivers/duckdb/driver.js';
import { OutputError } from '../../../src/runtime/files/output-error.js';
import { runTraining } from '../../../src/runtime/training/train.js';

const [, , path = '', format = '', how = ''] = process.argv;
const session = await createDuckDbDriver({ database: ':memory:', root: '.' }).connect();
const { copyToParquet, ...streaming } = session;
try {
  await runTraining({
    session: how === 'engine' && copyToParquet !== undefined ? session : streaming,
    statement: {
      path: 's.sql', purpose: 'training', subject: 's', preamble: '', session: [], parameters: [],
      body: "SELECT range AS id, md5(range::VARCHAR) || md5((range + 1)::VARCHAR) AS text FROM range(400000)",
      columns: [{ name: 'id', type: INT64, role: 'keep', strategy: null, exact: true }, { name: 'text', type: STRING, role: 'keep', strategy: null, exact: true }],
    },
    output: { path, format: format === 'csv' ? 'csv' : 'parquet' }, target: 't', meaning: 'm',
  });
  process.stdout.write('wrote it all');
} catch (error) {
  process.stdout.write(error instanceof OutputError ? `${error.reason}: ${error.message}` : String(error));
}
process.exit();
