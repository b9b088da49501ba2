import type { CallView, ChatMessage, SandboxProcess } from "./sandbox-process.ts";

/** What came out of Andon and nobody has expected yet. */
export class Inbox {
  readonly messages: ChatMessage[] = [];
  readonly calls: CallView[] = [];
  #sandbox: SandboxProcess;
  #lastMessage = 0;
  #known = new Set<string>();
  #nameOf: (address: string) => string;

  constructor(sandbox: SandboxProcess, nameOf: (address: string) => string) {
    this.#sandbox = sandbox;
    this.#nameOf = nameOf;
  }

  async collect(): Promise<void> {
    const messages = await this.#sandbox.messages(this.#lastMessage);
    this.#lastMessage = messages.at(-1)?.id ?? this.#lastMessage;
    this.messages.push(...messages);
    for (const call of await this.#sandbox.calls()) {
      if (this.#known.has(call.sid)) continue;
      this.#known.add(call.sid);
      this.calls.push(call);
    }
  }

  /** Takes the first message of a group that says so and names just these; null: there is none. */
  takeMessage(group: string, says: RegExp, names: string): ChatMessage | null {
    const at = this.messages.findIndex(
      (message) =>
        message.group === group &&
        says.test(`${message.title}\n${message.text}`) &&
        message.mentions.map(this.#nameOf).join() === names,
    );
    return at === -1 ? null : this.messages.splice(at, 1)[0]!;
  }

  takeAll(group: string, says: RegExp): number {
    const isMeant = ({ title, text, ...message }: ChatMessage) =>
      message.group === group && says.test(`${title}\n${text}`);
    const taken = this.messages.filter(isMeant);
    for (const message of taken) this.messages.splice(this.messages.indexOf(message), 1);
    return taken.length;
  }

  takeCall(to: string): CallView | null {
    const at = this.calls.findIndex((call) => call.to === to);
    return at === -1 ? null : this.calls.splice(at, 1)[0]!;
  }

  /** One line for each, for people who read a failure; empty: nothing is left. */
  left(): string[] {
    return [
      ...this.messages.map(({ group, robot, title, text, mentions }) => {
        const said = text.includes(title) ? text : `${title} / ${text}`;
        const names = mentions.map(this.#nameOf).join() || "nobody";
        return `message in ${group} by ${robot}, naming ${names}: ${said.replaceAll("\n", " / ")}`;
      }),
      ...this.calls.map(({ to, status }) => `call to ${this.#nameOf(to)} (${status})`),
    ];
  }
}
