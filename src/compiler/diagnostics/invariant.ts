// The one way this code base reports its own bugs. A user's mistake is a finding and never throws;
// what throws an InvariantError is a broken promise between two rooms of the compiler, and the command line
// turns it into exit code 3 and one line that asks for a report.

/** A promise inside Featlang was broken: a bug of ours, never a mistake of the user. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Throws InvariantError unless `condition` holds, and narrows its type for what follows. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** Ends an exhaustive switch: does not compile while a case is missing, and throws if one appears at run time. */
export function unreachable(value: never, what: string): never {
  throw new InvariantError(`${what}: unexpected ${JSON.stringify(value)}`);
}
