/**
 * What an engine, an online store or a registry asks for in feat.yaml. Each kind describes its own settings, so that
 * the reader of the file knows none of them by name; no secret is among them, only the name of an environment variable.
 */

/** One setting: `path` lies inside the project, `variable` names an environment variable that holds a whole address. */
export interface SettingKind {
  readonly name: string;
  readonly type: 'text' | 'path' | 'variable' | 'milliseconds' | 'size' | 'count';
  readonly required: boolean;
  /** Words that a `path` may also be, such as ':memory:'. */
  readonly words?: readonly string[];
}

/** The settings of one place that was configured, by name; variables are still names here. */
export type Settings = Readonly<Record<string, string | number>>;

/** What a kind needs beside its settings. */
export interface OpenContext {
  /** The project's folder, absolute. */
  readonly root: string;
  readonly project: string;
  /** The values of the environment variables that the settings name. */
  readonly secret: (variable: string) => string;
}
