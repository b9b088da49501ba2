import type { Tx } from "../../../db/sql.ts";
import { auditCall } from "../../commands/keep-heard.ts";
import type { Context } from "../../platform/context.ts";
import { Problem } from "../problem.ts";

/** Refusals that are audited one by one; a flood of them is counted in the metrics, and must not fill the disk. */
const AUDITED_PER_MINUTE = 60;
const MINUTE_MS = 60_000;

/** Answers 403 to callbacks that nobody signed, and audits them. */
export class ForgedCallbacks {
  #minute = 0;
  #audited = 0;

  constructor(private readonly context: Context) {}

  /** @returns the problem to throw */
  async refuse(attemptId: string, callback: string): Promise<Problem> {
    const { sql, clock } = this.context;
    const minute = Math.floor(clock.machineNow() / MINUTE_MS);
    if (minute !== this.#minute) this.#audited = 0;
    this.#minute = minute;
    if (++this.#audited <= AUDITED_PER_MINUTE) {
      await sql.begin((tx) =>
        auditCall(tx as unknown as Tx, this.context, attemptId, "forged", { callback }),
      );
    }
    return new Problem(
      403,
      "forged-callback",
      "The callback is not signed by the company that it is said to be from.",
    );
  }
}
