import { expect } from "vitest";
import { readSandboxRobots } from "../../bin/demo/sandbox-robots.ts";
import { seedPeople } from "../../bin/demo/seed-people.ts";
import { SHOP_PEOPLE } from "../../bin/demo/shop-people.ts";
import type { EscalationSettings, PolicyVersion } from "../../domain/escalation/types.ts";
import { cancelCalls } from "../../server/commands/cancel-calls.ts";
import { fireSteps } from "../../server/commands/fire-steps.ts";
import { lookUpCalls } from "../../server/commands/look-up-calls.ts";
import { moveDue } from "../../server/commands/move-due.ts";
import { sendDue } from "../../server/commands/send-due.ts";
import { serveTestApi, type TestApi } from "../../server/testing/api-server.ts";
import { testContext } from "../../server/testing/context.ts";
import { Inbox } from "./inbox.ts";
import { Phone } from "./phone.ts";
import type { ChatMessage, SandboxProcess } from "./sandbox-process.ts";
import { showTime, timeOf } from "./times.ts";

/** While a phone rings, time goes on in steps in which nobody's ringing ends unseen. */
const RING_STEP_MS = 5_000;
/** What a rate or a first retry holds back for a moment is waited for where a story says nothing of time. */
const MOMENT_MS = 3_000;
/** What goes on longer than this goes on for ever. */
const MOST_ROUNDS = 80;
const MOST_STOPS = 2_000;

export interface ShopOptions {
  settings?: Partial<EscalationSettings>;
  policies?: readonly PolicyVersion[];
  env?: Record<string, string>;
}

/** The furniture shop of a story: its orders, its clock, and everything that reaches its people. */
export class Shop {
  readonly sandbox: SandboxProcess;
  readonly api: TestApi;
  #inbox: Inbox;
  #now: number;
  /** Machine time goes on with the shop's, and stands still like it. */
  #machineStart = Date.now();
  #aheadMs = 0;
  #events = 0;
  /** All calls as they were last seen. */
  #calls = "[]";

  private constructor(sandbox: SandboxProcess, api: TestApi, now: number) {
    this.sandbox = sandbox;
    this.api = api;
    this.#inbox = new Inbox(sandbox, nameOf);
    this.#now = now;
    api.context.clock = {
      ...api.context.clock,
      shopNow: () => this.#now,
      machineNow: () => this.#machineStart + this.#aheadMs,
    };
  }

  static async open(sandbox: SandboxProcess, at: string, options: ShopOptions = {}): Promise<Shop> {
    await sandbox.ask("/sandbox/reset", {});
    const now = timeOf(at);
    const context = await testContext({
      now,
      env: { ANDON_RATE_LIMIT: "100000", ...sandbox.env(), ...options.env },
    });
    const robots = await readSandboxRobots(sandbox.url);
    const { settings, policies } = options;
    await seedPeople(context.sql, {
      timezone: "Asia/Shanghai",
      robots,
      settings,
      policies,
      nowMs: Date.now(),
    });
    const api = await serveTestApi(context);
    context.env.publicUrl = api.url;
    return new Shop(sandbox, api, now);
  }

  async close(): Promise<void> {
    await this.sandbox.ask("/sandbox/reset", {});
    await this.api.close();
  }

  get context() {
    return this.api.context;
  }

  // ---- what happens ----------------------------------------------------------------------------------------------

  /** An order is at a node now, or since a time. */
  async order(
    orderNo: string,
    node: string,
    more: { at?: string; order?: object; promise?: object; token?: string } = {},
  ): Promise<void> {
    await this.orders([orderNo], node, more);
  }

  async orders(
    orderNos: readonly string[],
    node: string,
    { at, ...more }: { at?: string; order?: object; promise?: object; token?: string } = {},
  ): Promise<void> {
    const occurredAt = new Date(at ? timeOf(at) : this.#now).toISOString();
    const events = orderNos.map((orderNo) => ({
      id: `e${++this.#events}`,
      source: "wms",
      orderNo,
      node,
      occurredAt,
      ...more,
    }));
    const answer = await this.api.send(events);
    expect(answer).toMatchObject({ rejectedTotal: 0, quarantinedTotal: 0 });
    await this.settle();
  }

  /** Lets time go on until then, by way of everything that falls due. Everything before must be expected. */
  async at(time: string): Promise<void> {
    this.nothingElse();
    await this.#goOn(timeOf(time), () => false);
  }

  async #goOn(target: number, isEnough: () => boolean): Promise<void> {
    if (target < this.#now) throw new Error(`${showTime(target)} has passed: it is ${showTime(this.#now)}`);
    for (let stops = 0; this.#now < target && !isEnough(); stops++) {
      if (stops > MOST_STOPS)
        throw new Error(`something falls due again and again at ${showTime(this.#now)}`);
      const { shopMs, machineMs } = await this.#untilNextMs();
      const ringMs = (await this.#rings()) ? RING_STEP_MS : Number.POSITIVE_INFINITY;
      const byMs = Math.max(1, Math.ceil(Math.min(target - this.#now, shopMs, machineMs, ringMs)));
      this.#now += byMs;
      this.#aheadMs += byMs;
      await this.sandbox.ask("/sandbox/clock", { advanceMs: byMs });
      await this.settle();
    }
  }

  async #rings(): Promise<boolean> {
    const live = ["queued", "ringing", "in-progress"];
    return (await this.sandbox.calls()).some(({ status }) => live.includes(status));
  }

  /** Lets every worker do what it has to do now, until none finds anything. */
  async settle(): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      if (!(await this.#workersRest())) continue;
      const heldMs = (await this.#untilNextMs()).machineMs;
      if (heldMs > MOMENT_MS) return this.#inbox.collect();
      // A second between two calls passes without anybody's noticing in the shop.
      this.#aheadMs += heldMs;
      await this.sandbox.ask("/sandbox/clock", { advanceMs: heldMs });
    }
    throw new Error(`the workers find no rest at ${showTime(this.#now)}`);
  }

  async #workersRest(): Promise<boolean> {
    const { context } = this;
    const [{ moved }, { fired, resolved }] = await Promise.all([moveDue(context), fireSteps(context)]);
    const [sent] = await Promise.all([sendDue(context), cancelCalls(context), lookUpCalls(context)]);
    const calls = JSON.stringify(await this.sandbox.calls());
    const isNew = calls !== this.#calls;
    this.#calls = calls;
    return !isNew && moved + fired + resolved + Object.values(sent).reduce((sum, n) => sum + n, 0) === 0;
  }

  /** How long until a step or a message is due, and until a message is held back no more or a call is looked for. */
  async #untilNextMs(): Promise<{ shopMs: number; machineMs: number }> {
    const machineNow = this.context.clock.machineNow();
    const [row] = await this.context.sql<{ shop: number | null; machine: number | null }[]>`
      select least((select min(next_step_at) from visits where next_step_at > ${new Date(this.#now)}),
          (select min(send_at) from notifications where state = 'queued' and send_at > ${new Date(this.#now)})) as shop,
        (select min(case when state = 'queued' then held_until else leased_until end) from notifications
          where state in ('queued', 'sending', 'accepted', 'unknown')
            and case when state = 'queued' then held_until else leased_until end > ${new Date(machineNow)}) as machine`;
    const never = Number.POSITIVE_INFINITY;
    return {
      shopMs: row!.shop === null ? never : Number(row!.shop) - this.#now,
      machineMs: row!.machine === null ? never : Number(row!.machine) - machineNow + 1,
    };
  }

  // ---- what goes wrong -------------------------------------------------------------------------------------------

  async fault(
    where: string,
    kind: string,
    more: { times?: number; ms?: number; only?: string } = {},
  ): Promise<void> {
    await this.sandbox.ask("/sandbox/faults", { where, kind, ...more });
  }

  // ---- what is expected ------------------------------------------------------------------------------------------

  /** A message stands in a group. @param names who is mentioned in it */
  async expectChat(group: string, says: RegExp, names: readonly string[] = []): Promise<Message> {
    const found = this.#inbox.takeMessage(group, says, names.join());
    if (!found) throw new Error(`no message in ${group} says ${says} to ${names}.${this.#describeLeft()}`);
    return new Message(this, found);
  }

  /** Takes every message of a group that says so, whomever it names. @returns how many */
  takeAll(group: string, says: RegExp): number {
    return this.#inbox.takeAll(group, says);
  }

  /** Somebody's phone rings. */
  async expectCall(name: string): Promise<Phone> {
    const { contacts } = SHOP_PEOPLE.find((person) => person.name === name)!;
    return this.expectCallTo(contacts.find(({ kind }) => kind === "phone")!.address);
  }

  /** Somebody's phone rings, at the latest then. */
  async expectCallBy(time: string, name: string): Promise<Phone> {
    await this.#goOn(timeOf(time), () => this.#inbox.calls.length > 0);
    return this.expectCall(name);
  }

  async expectCallTo(number: string): Promise<Phone> {
    const found = this.#inbox.takeCall(number);
    if (!found) throw new Error(`nobody calls ${nameOf(number)}.${this.#describeLeft()}`);
    return new Phone(this, found);
  }

  /** Nobody was told anything that the story did not expect. */
  nothingElse(): void {
    const left = this.#inbox.left();
    if (left.length > 0) throw new Error(`At ${showTime(this.#now)} nobody expected:\n${left.join("\n")}`);
  }

  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect
  async alerts(query = ""): Promise<any[]> {
    return (await this.api.get(`/api/v1/alerts${query}`)).alerts;
  }

  #describeLeft(): string {
    const left = this.#inbox.left();
    return ` It is ${showTime(this.#now)}; what there is:\n${left.join("\n") || "nothing"}`;
  }
}

function nameOf(address: string): string {
  const person = SHOP_PEOPLE.find(({ contacts }) => contacts.some((contact) => contact.address === address));
  return person?.name ?? address;
}

/** A message with its buttons. */
export class Message {
  #shop: Shop;
  #message: ChatMessage;

  constructor(shop: Shop, message: ChatMessage) {
    this.#shop = shop;
    this.#message = message;
  }

  get robot(): string {
    return this.#message.robot;
  }

  get text(): string {
    return `${this.#message.title}\n${this.#message.text}`;
  }

  /** Follows a button as its page does. */
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect
  async press(label: string): Promise<{ status: number; body: any }> {
    const button = this.#message.buttons.find(({ title }) => title === label);
    if (!button) throw new Error(`no button ${label}: ${this.#message.buttons.map(({ title }) => title)}`);
    const token = new URL(button.url).pathname.split("/").at(-1);
    const response = await fetch(`${this.#shop.api.url}/api/a/${token}`, { method: "POST" });
    const body = await response.json();
    await this.#shop.settle();
    return { status: response.status, body };
  }
}
