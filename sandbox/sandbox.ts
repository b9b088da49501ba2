import { EventEmitter } from "node:events";
import { Budgets } from "./chat/budget.ts";
import { Chats } from "./chat/chats.ts";
import { Faults } from "./faults/faults.ts";
import type { Options } from "./options.ts";
import { Habits } from "./phone/habits.ts";
import { Phones } from "./phone/phones.ts";
import { Timeline } from "./time/timeline.ts";

/** Everything that the sandbox remembers. */
export class Sandbox {
  readonly timeline: Timeline;
  readonly faults = new Faults();
  readonly budgets = new Budgets();
  readonly habits = new Habits();
  /** Who has which number or user id, so that the page can say so. */
  readonly names = new Map<string, string>();
  readonly chats: Chats;
  readonly phones: Phones;
  /** Where reports of Aliyun calls go, as one sets it in its console; null: nowhere. */
  aliyunReportUrl: string | null;
  /** Emits "change" whenever a page has something new to show. */
  readonly changes = new EventEmitter().setMaxListeners(0);
  /** The token that Twilio's callbacks are signed with, and its API is opened with. */
  twilioToken: string;

  constructor(readonly options: Options) {
    this.timeline = new Timeline(options.clockStandsStill);
    const changed = () => void this.changes.emit("change");
    this.chats = new Chats(this.timeline, changed);
    this.phones = new Phones(changed);
    this.aliyunReportUrl = options.aliyunReportUrl;
    this.twilioToken = options.twilioToken;
  }

  /** As it was when it started; calls that go on are dropped without a word to anybody. */
  reset(): void {
    this.phones.reset();
    this.timeline.reset();
    this.faults.clear();
    this.budgets.reset();
    this.habits.reset();
    this.names.clear();
    this.chats.reset();
    this.twilioToken = this.options.twilioToken;
    this.changes.emit("change");
  }
}
