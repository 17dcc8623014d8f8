/** The two tables of the Postgres store. Made where they are missing, so that a store needs no step of its own. */
import type { Knex } from 'knex';

export const VALUES = 'feat_online_values';
export const VIEWS = 'feat_online_views';

/** Creates what is missing; safe when several processes do it at once. */
export async function createTables(db: Knex): Promise<void> {
  await createIfMissing(db, VIEWS, (table) => {
    table.text('view').primary();
    table.binary('fence');
    table.binary('watermark');
  });
  await createIfMissing(db, VALUES, (table) => {
    table.text('view').notNullable();
    table.binary('key').notNullable();
    table.binary('stamp').notNullable();
    table.binary('value').notNullable();
    table.primary(['view', 'key']);
  });
}

async function createIfMissing(db: Knex, name: string, columns: (table: Knex.CreateTableBuilder) => void): Promise<void> {
  if (await db.schema.hasTable(name)) return;
  try {
    await db.schema.createTable(name, columns);
  } catch (error) {
    // Another process was first.
    if (!(await db.schema.hasTable(name))) throw error;
  }
}
