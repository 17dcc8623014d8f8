/** Gives a vitest run a folder for the shared Postgres server, and stops that server, if any test started it, at the end. */
import { newServerFolder, SHARED_FOLDER_VARIABLE, stopServer, stopServerOnExit } from './postgres-server.js';

export default async function setup(): Promise<() => Promise<void>> {
  const folder = await newServerFolder();
  stopServerOnExit(folder);
  process.env[SHARED_FOLDER_VARIABLE] = folder;
  return () => stopServer(folder);
}
