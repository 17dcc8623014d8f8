/**
 * A seeded fault of the compiler, a small change of its text: what an engineer could well have written. `find` must occur
 * exactly once in its file; a change of the source that makes a fault inapplicable fails the run, so that the list can't
 * silently shrink.
 */
export interface Mutant {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** What the fault is, in the words of the time contract. */
  readonly why: string;
  /** The family of generated cases that is tried first; all are, where none of it sees the fault. */
  readonly family?: string;
}
