import { setTimeout as sleep } from "node:timers/promises";
import { isRunning, type ProcessId } from "../../server/platform/embedded/processes.ts";
import { familyOf } from "./family.ts";

/** A process that was started. */
export interface Launched {
  process: ProcessId;
  /** Resolves when it takes work. @throws when it ended before */
  ready: Promise<unknown>;
  exited: Promise<unknown>;
}

/** As a service manager would: at once, without the patience that a supervisor has with what fails again and again. */
const RESTART_MS = 100;
const POLL_MS = 20;
const UP_WITHIN_MS = 60_000;

/** One process of the fleet: whenever it ends it is started again, until it is closed. */
export class Member {
  #process: ProcessId | null = null;
  #up = false;
  #closing = false;
  #pausedUntil = 0;
  #paused: number[] = [];
  #lastError = "";
  readonly #kept: Promise<void>;

  constructor(
    readonly name: string,
    private readonly launch: () => Promise<Launched>,
    private readonly started: (pid: number) => void,
  ) {
    this.#kept = this.#keep();
  }

  /** Runs and is not paused. */
  get isUp(): boolean {
    return this.#up && this.#paused.length === 0;
  }

  /** @throws when it does not come up */
  async whenUp(): Promise<void> {
    for (let waited = 0; !this.isUp; waited += POLL_MS) {
      if (waited > UP_WITHIN_MS)
        throw new Error(`${this.name} is not up within ${UP_WITHIN_MS} ms: ${this.state()}`);
      await sleep(POLL_MS);
    }
  }

  /** For the report of a failure: where it stands, and why it last did not come up. */
  state(): string {
    const id = this.#process;
    const process = id === null ? "never started" : isRunning(id) ? "runs" : "ended";
    const paused = this.#paused.length > 0 ? `, ${this.#paused.length} of it paused` : "";
    return `${process}${this.#up ? ", ready" : ""}${paused}${this.#lastError && `, ${this.#lastError}`}`;
  }

  /** Sends a signal to the process, also while it starts. @returns whether there was one */
  signal(name: NodeJS.Signals): boolean {
    const id = this.#process;
    if (id === null || !isRunning(id)) return false;
    if (name === "SIGKILL") this.#up = false;
    process.kill(id.pid, name);
    return true;
  }

  /** Kills one of the processes that this one made, and not itself. */
  killChild(which: number): boolean {
    const children = this.#process === null ? [] : familyOf(this.#process.pid).slice(1);
    if (children.length === 0) return false;
    return send(children[which % children.length]!, "SIGKILL");
  }

  /** Stops it where it stands, with its children, and lets it go on after `ms`; a second pause makes it longer. */
  pause(ms: number): boolean {
    if (this.#process === null || !isRunning(this.#process)) return false;
    this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + ms);
    if (this.#paused.length > 0) return true;
    this.#paused = familyOf(this.#process.pid);
    for (const pid of this.#paused) send(pid, "SIGSTOP");
    const goOn = () => {
      const left = this.#pausedUntil - performance.now();
      if (left > 0 && !this.#closing) setTimeout(goOn, left);
      else this.#resume();
    };
    setTimeout(goOn, ms);
    return true;
  }

  /** Ends it for good. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#resume();
    while (this.signal("SIGKILL")) await sleep(POLL_MS);
    await this.#kept;
  }

  #resume(): void {
    for (const pid of this.#paused.splice(0).reverse()) send(pid, "SIGCONT");
    this.#pausedUntil = 0;
  }

  async #keep(): Promise<void> {
    while (!this.#closing) {
      try {
        const { process: id, ready, exited } = await this.launch();
        this.#process = id;
        this.started(id.pid);
        await Promise.race([ready, exited]);
        this.#up = isRunning(id);
        if (this.#closing) this.signal("SIGKILL");
        await exited;
      } catch (error) {
        // What it needs is away: tried again.
        this.#lastError = String(error);
      }
      this.#up = false;
      this.#resume();
      if (!this.#closing) await sleep(RESTART_MS);
    }
  }
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
