/** The registry over any database that knex speaks to: the same statements on the embedded default and on a server. */
import type { Knex } from 'knex';
import { MIGRATIONS_TABLE, migrationSource } from './migrations.js';
import type { Registry, RegistryError, RunRecord, VersionRecord, Watermark } from './registry.js';

interface RunRow {
  readonly id: number | string | bigint;
  readonly kind: RunRecord['kind'];
  readonly subject: string;
  readonly meaning: string;
  readonly target: string;
  readonly as_of: number | string | bigint | null;
  readonly status: RunRecord['status'];
  readonly rows: number | string | bigint | null;
  readonly problem: string | null;
  readonly started_at: string;
  readonly ended_at: string | null;
}
interface VersionRow {
  readonly view: string;
  readonly meaning: string;
  readonly first_seen_at: string;
}
interface WatermarkRow {
  readonly view: string;
  readonly meaning: string;
  readonly as_of: number | string | bigint;
  readonly run: number | string | bigint;
  readonly rows: number | string | bigint;
}

export interface KnexRegistryParts {
  readonly db: Knex;
  readonly classify: (error: unknown) => RegistryError;
  /** How a 64-bit integer is bound: as text where the client would round or refuse a bigint. */
  readonly bind: (value: bigint) => string | bigint;
}

/** Brings the schema up to date and gives the registry. */
export async function openKnexRegistry({ db, classify, bind }: KnexRegistryParts): Promise<Registry> {
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw classify(error);
    }
  };
  await guard(() => migrate(db)).catch(async (error: unknown) => {
    await db.destroy();
    throw error;
  });
  const runs = () => db<Record<keyof RunRow, unknown>>('feat_runs');
  const marks = () => db<Record<keyof WatermarkRow, unknown>>('feat_watermarks');

  return {
    beginRun: ({ kind, subject, meaning, target, asOf }) =>
      guard(async () => {
        const row = { kind, subject, meaning, target, as_of: asOf === null ? null : bind(asOf), status: 'running', started_at: now() };
        const [answer] = await runs().insert(row).returning('id');
        return BigInt((answer as Pick<RunRow, 'id'>).id);
      }),
    endRun: (id, { status, rows, problem }) =>
      guard(async () => {
        await runs().where('id', bind(id)).update({ status, rows: bind(rows), problem, ended_at: now() });
      }),
    runs: ({ subject, limit = 100 } = {}) =>
      guard(async () => {
        const query = runs().select('*').orderBy('id', 'desc').limit(limit);
        const rows = (await (subject === undefined ? query : query.where({ subject }))) as readonly RunRow[];
        return rows.map(toRun);
      }),
    registerVersion: (view, meaning) =>
      guard(async () => {
        await db<VersionRow>('feat_view_versions').insert({ view, meaning, first_seen_at: now() }).onConflict(['view', 'meaning']).ignore();
        const row = await db<VersionRow>('feat_view_versions').where({ view, meaning }).first();
        if (row === undefined) throw new Error('the version was not kept');
        return toVersion(row);
      }),
    versions: (view) =>
      guard(async () => {
        const rows = await db<VersionRow>('feat_view_versions').where({ view }).orderBy('first_seen_at', 'desc');
        return rows.map(toVersion);
      }),
    advanceWatermark: ({ view, meaning, asOf, run, rows }) =>
      guard(async () => {
        // One statement: an older watermark never replaces a newer one, whoever comes last.
        await marks()
          .insert({ view, meaning, as_of: bind(asOf), run: bind(run), rows: bind(rows) })
          .onConflict(['view', 'meaning'])
          .merge(['as_of', 'run', 'rows'])
          .where((newer) => {
            void newer.where('feat_watermarks.as_of', '<', db.ref('excluded.as_of')).orWhere((same) => {
              void same.where('feat_watermarks.as_of', db.ref('excluded.as_of')).andWhere('feat_watermarks.run', '<=', db.ref('excluded.run'));
            });
          });
      }),
    watermark: (view, meaning) =>
      guard(async () => {
        const row = (await marks().where({ view, meaning }).first()) as WatermarkRow | undefined;
        return row === undefined ? null : toWatermark(row);
      }),
    close: () => db.destroy(),
  };
}

// Two processes may open a fresh registry at once; knex's own lock makes one of them fail, and it tries again.
async function migrate(db: Knex, attempts = 50): Promise<void> {
  const config = { migrationSource, tableName: MIGRATIONS_TABLE };
  for (let attempt = 1; ; attempt += 1) {
    try {
      await db.migrate.latest(config);
      return;
    } catch (error) {
      const raced = error instanceof Error && /already exists|lock|busy|UNIQUE constraint|duplicate key/i.test(error.message);
      if (!raced || attempt === attempts) throw error;
      // Where this fails, the next attempt does, and says why.
      await keepOneLock(db).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Each of the two may have found no row of the lock and put one there; knex then takes the lock for taken, for ever. */
async function keepOneLock(db: Knex): Promise<void> {
  const table = `${MIGRATIONS_TABLE}_lock`;
  if (!(await db.schema.hasTable(table))) return;
  const first: unknown = await db(table).min('index as first').first();
  if (typeof first === 'object' && first !== null && 'first' in first && first.first !== null) await db(table).where('index', '>', first.first as number).delete();
}

const now = (): string => new Date().toISOString();

function toRun(row: RunRow): RunRecord {
  return {
    id: BigInt(row.id), kind: row.kind, subject: row.subject, meaning: row.meaning, target: row.target,
    asOf: row.as_of === null ? null : BigInt(row.as_of), status: row.status, rows: row.rows === null ? null : BigInt(row.rows),
    problem: row.problem, startedAt: row.started_at, endedAt: row.ended_at,
  };
}

function toVersion({ view, meaning, first_seen_at }: VersionRow): VersionRecord {
  return { view, meaning, firstSeenAt: first_seen_at };
}

function toWatermark({ view, meaning, as_of, run, rows }: WatermarkRow): Watermark {
  return { view, meaning, asOf: BigInt(as_of), run: BigInt(run), rows: BigInt(rows) };
}
