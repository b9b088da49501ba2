/** Errors whose message is written for people; of any other the stack is worth more. */
const FOR_PEOPLE = new Set<string>([
  "EnvError",
  "FolderError",
  "EmbeddedServiceError",
  "DatabaseError",
  "BuildError",
  "RoleError",
  "StartError",
  "ClockError",
]);

/** A start that cannot go on, in one line that says what to do. */
export class StartError extends Error {
  override name = "StartError";
}

/** Prints why a command ends, on stderr. */
export function sayError(error: unknown): void {
  const known = error instanceof Error && FOR_PEOPLE.has(error.name);
  process.stderr.write(`✗ ${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
}
