import { BENCHES } from "./benches.ts";
import { endAll, onInterrupt } from "./ends.ts";

// One bench has a process of its own: neither its crash nor its garbage reaches the figures of another.
const [name = ""] = process.argv.slice(2);
const told: Promise<void>[] = [];
onInterrupt(endAll);
process.on("uncaughtException", (error) => void fail(error));
try {
  await BENCHES[name]!((figure) => {
    told.push(new Promise((resolve) => process.send?.({ bench: name, ...figure }, () => resolve())));
  });
  await leave(0);
} catch (error) {
  await fail(error);
}

async function fail(error: unknown): Promise<void> {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  await leave(1);
}

async function leave(code: number): Promise<never> {
  await endAll();
  await Promise.all(told);
  process.exit(code);
}
