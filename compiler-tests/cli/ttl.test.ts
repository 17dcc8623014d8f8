// `ttl` is about a row: after it a refresh finds nothing. `stale after` is about a refresh: after it no value is returned.
// Neither does the work of the other, so a value may be served that is older than its ttl, as of a refresh before that.
import { beforeAll, describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCsv } from '../../scripts/demo/read-csv.js';
import { feat, newProject } from './run.js';

const LOOKUP = `entity driver (driver_id: string)

source positions {
  from positions
  rows events
  time t in 'UTC'
  known t + 1s
  settle 1s
  complete forever
  columns {
    driver_id: string
    place: string
    t: timestamp
  }
}

view position for driver on driver_id from positions {
  refresh every 30min delay 1min
  stale after 2h
  online
  ttl 1h
  place = latest(place)
}

set rides {
  train on asked at t in 'UTC' {
    columns {
      driver_id: string
      t: timestamp
    }
    values as served
  }
  join position on driver_id { place }
}
`;
const CONFIG = `project: rides
targets:
  dev: { engine: duckdb, tables: { positions: { csv: positions.csv }, asked: { csv: asked.csv } } }
`;
const ASKED = ['10:31:00', '10:31:00.000001', '11:01:00', '11:01:00.000001', '11:10:00'];

describe('a lookup with a ttl of 1h, stored at 10:30 from 10:00 (feast#6821, #1802)', () => {
  let folder: string;
  const at = async (clock: string): Promise<unknown> => {
    const { code, out } = await feat(folder, ['get', 'position', 'driver_id=d1', '--at', `2025-01-01T${clock}Z`, '--json']);
    expect(code).toBe(0);
    const [{ status, as_of, values }] = JSON.parse(out) as readonly [{ readonly status: string; readonly as_of: string; readonly values: { readonly place: string | null } }];
    return [status, as_of.slice(11, -1), values.place];
  };
  const refresh = async (clock: string): Promise<void> => expect((await feat(folder, ['materialize', '--as-of', `2025-01-01T${clock}Z`])).code).toBe(0);
  beforeAll(() => {
    folder = newProject({
      'feat.yaml': CONFIG, 'rides.feat': LOOKUP, 'positions.csv': 'driver_id,place,t\nd1,north,2025-01-01T10:00:00\n',
      'asked.csv': `driver_id,t\n${ASKED.map((clock) => `d1,2025-01-01T${clock}\n`).join('')}`,
    });
  });

  it('is read as it was at 10:30 until that is two hours ago, then not at all', async () => {
    await refresh('10:30:00');
    expect(await at('10:59:59.999999')).toEqual(['ok', '10:30:00', 'north']);
    // Older than its ttl, and what a refresh of 10:30 said.
    expect(await at('11:10:00')).toEqual(['ok', '10:30:00', 'north']);
    expect(await at('12:30:00')).toEqual(['ok', '10:30:00', 'north']);
    expect(await at('12:30:00.000001')).toEqual(['stale', '10:30:00', null]);
  });

  it('is gone with the refresh of 11:00, when the row is an hour old', async () => {
    await refresh('11:00:00');
    expect(await at('11:10:00')).toEqual(['no_active_rows', '11:00:00', null]);
  });

  it('is trained on as it was served: from the refresh of 10:30 up to the publication of the one of 11:00', async () => {
    expect((await feat(folder, ['train', 'rides', '--out', 'rides.csv'])).code).toBe(0);
    const rows = readCsv(readFileSync(join(folder, 'rides.csv'), 'utf8')).map(({ t, place }) => [t?.slice(11), place]).sort();
    // A value of tick R is seen after R + 1min: at 10:31:00 still that of 10:00, when the row was not known yet.
    expect(rows).toEqual([
      ['10:31:00', null], ['10:31:00.000001', 'north'], ['11:01:00', 'north'], ['11:01:00.000001', null], ['11:10:00', null],
    ]);
  });
});
