import { cutBytes, plain } from "../plain.ts";
import type { OutgoingMessage } from "../types.ts";

/** Feishu takes 20 KB whole; the rest is for the frame and the buttons' addresses. */
const MOST_TEXT_BYTES = 12_000;
const MOST_TITLE_BYTES = 512;
const TEMPLATES = { red: "red", yellow: "yellow", green: "green", plain: "blue" } as const;

/** An interactive card: a coloured headline, the lines, and buttons that open addresses. */
export function feishuCard(message: OutgoingMessage): object {
  const { mention } = message;
  const named = mention
    ? mention.address
      ? `<at id=${mention.address}></at> `
      : `@${plain(mention.name)} `
    : "";
  const content = cutBytes(`${named}${message.lines.map(plain).join("\n")}`.trim(), MOST_TEXT_BYTES);
  const actions = message.buttons.map(({ label, url }, place) => ({
    tag: "button",
    text: { tag: "plain_text", content: label },
    type: place === 0 ? "primary" : "default",
    url,
  }));
  return {
    config: { wide_screen_mode: true },
    header: {
      template: TEMPLATES[message.tone],
      title: { tag: "plain_text", content: cutBytes(plain(message.title), MOST_TITLE_BYTES) },
    },
    elements: [
      ...(content ? [{ tag: "div", text: { tag: "lark_md", content } }] : []),
      ...(actions.length > 0 ? [{ tag: "action", actions }] : []),
    ],
  };
}
