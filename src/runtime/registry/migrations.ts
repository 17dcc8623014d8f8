/**
 * The registry's schema, step by step; a step that was released is never changed. Instants are 64-bit microseconds;
 * where the engine has no such integers for clients, they still fit its own and come back as text or bigint.
 */
import type { Knex } from 'knex';

const steps: Readonly<Record<string, Knex.Migration>> = {
  '001_runs_versions_watermarks': {
    up: async (db) => {
      await db.schema.createTable('feat_runs', (table) => {
        table.bigIncrements('id');
        table.string('kind', 20).notNullable();
        table.text('subject').notNullable();
        table.text('meaning').notNullable();
        table.text('target').notNullable();
        table.bigInteger('as_of');
        table.string('status', 20).notNullable();
        table.bigInteger('rows');
        table.text('problem');
        table.string('started_at', 40).notNullable();
        table.string('ended_at', 40);
        table.index(['subject', 'id']);
      });
      await db.schema.createTable('feat_view_versions', (table) => {
        table.text('view').notNullable();
        table.string('meaning', 128).notNullable();
        table.string('first_seen_at', 40).notNullable();
        table.primary(['view', 'meaning']);
      });
      await db.schema.createTable('feat_watermarks', (table) => {
        table.text('view').notNullable();
        table.string('meaning', 128).notNullable();
        table.bigInteger('as_of').notNullable();
        table.bigInteger('run').notNullable();
        table.bigInteger('rows').notNullable();
        table.primary(['view', 'meaning']);
      });
    },
    down: async (db) => {
      for (const table of ['feat_watermarks', 'feat_view_versions', 'feat_runs']) await db.schema.dropTable(table);
    },
  },
};

/** The steps for knex, which otherwise looks for files. */
export const migrationSource: Knex.MigrationSource<string> = {
  getMigrations: () => Promise.resolve(Object.keys(steps).sort()),
  getMigrationName: (name) => name,
  getMigration: (name) => {
    const step = steps[name];
    return step === undefined ? Promise.reject(new Error(`no migration ${name}`)) : Promise.resolve(step);
  },
};

export const MIGRATIONS_TABLE = 'feat_migrations';
