import { expect } from "vitest";
import type { CallView } from "./sandbox-process.ts";
import type { Shop } from "./shop.ts";

/** A phone that rings, in the hand of whom it is for. */
export class Phone {
  readonly sid: string;
  #shop: Shop;
  #view: CallView;

  constructor(shop: Shop, view: CallView) {
    this.#shop = shop;
    this.#view = view;
    this.sid = view.sid;
  }

  /** Picks up, and listens. @param hears what is said before a key is asked for */
  async answer(...hears: RegExp[]): Promise<void> {
    await this.#do("answer");
    this.heard(...hears);
  }

  async press(key: string, ...hears: RegExp[]): Promise<void> {
    await this.#do("press", { digits: key });
    this.heard(...hears);
  }

  hangUp = () => this.#do("hangup");
  /** Says nothing until the menu's time is over. */
  silence = () => this.#do("silence");
  busy = () => this.#do("busy");
  noAnswer = () => this.#do("no-answer");
  fail = () => this.#do("fail");
  voicemail = () => this.#do("voicemail");

  said = () => this.#view.said.join("\n");

  heard(...patterns: RegExp[]): void {
    for (const pattern of patterns) expect(this.said()).toMatch(pattern);
  }

  async is(status: string): Promise<void> {
    const views = await this.#shop.sandbox.calls();
    this.#view = views.find(({ sid }) => sid === this.sid)!;
    expect(this.#view.status).toBe(status);
  }

  async #do(what: string, body: object = {}): Promise<void> {
    this.#view = await this.#shop.sandbox.ask(`/sandbox/calls/${this.sid}/${what}`, body);
    await this.#shop.settle();
  }
}
