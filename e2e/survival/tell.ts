/** A figure for whoever reads the run: bin/testing/run-suites.ts passes such lines on. */
export function tell(line: string): void {
  process.stdout.write(`» ${line}\n`);
}
