import type { Timeline } from "../time/timeline.ts";
import { SHOP_ROBOTS } from "./shop-robots.ts";
import type { ChatMessage, Robot, RobotKind } from "./types.ts";

/** What a page and a test read is bounded; a demo may run for weeks. */
const KEPT = 2_000;

/** The groups with their robots, and what was said in them. */
export class Chats {
  #timeline: Timeline;
  #changed: () => void;
  #robots: Robot[] = [...SHOP_ROBOTS];
  #messages: ChatMessage[] = [];
  #lastId = 0;

  constructor(timeline: Timeline, changed: () => void) {
    this.#timeline = timeline;
    this.#changed = changed;
  }

  robots(): readonly Robot[] {
    return this.#robots;
  }

  robot(kind: RobotKind, token: string | undefined): Robot | null {
    return this.#robots.find((robot) => robot.kind === kind && robot.token === token) ?? null;
  }

  /** Adds a robot, or changes the one with the same token. */
  putRobot(robot: Robot): void {
    this.#robots = this.#robots.filter(({ kind, token }) => kind !== robot.kind || token !== robot.token);
    this.#robots.push(robot);
    this.#changed();
  }

  messages(afterId = 0): readonly ChatMessage[] {
    return this.#messages.filter(({ id }) => id > afterId);
  }

  say(message: Omit<ChatMessage, "id" | "at">): void {
    const at = new Date(this.#timeline.now()).toISOString();
    this.#messages.push({ id: ++this.#lastId, at, ...message });
    if (this.#messages.length > KEPT) this.#messages.splice(0, this.#messages.length - KEPT);
    this.#changed();
  }

  reset(): void {
    this.#robots = [...SHOP_ROBOTS];
    this.#messages = [];
  }
}
