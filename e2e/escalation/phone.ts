import { expect } from "vitest";
import type { CallView, SandboxProcess } from "./sandbox-process.ts";

/** What a phone needs of the story that it rings in. */
interface Story {
  sandbox: SandboxProcess;
  settle(): Promise<void>;
}

/** A phone that rings, in the hand of whom it is for. */
export class Phone {
  readonly sid: string;
  #story: Story;
  #view: CallView;

  constructor(story: Story, view: CallView) {
    this.#story = story;
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
    const views = await this.#story.sandbox.calls();
    this.#view = views.find(({ sid }) => sid === this.sid)!;
    expect(this.#view.status).toBe(status);
  }

  async #do(what: string, body: object = {}): Promise<void> {
    this.#view = await this.#story.sandbox.ask(`/sandbox/calls/${this.sid}/${what}`, body);
    await this.#story.settle();
  }
}
