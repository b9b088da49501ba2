import { cutBytes, plain } from "../plain.ts";
import type { OutgoingMessage } from "../types.ts";

const MOST_BYTES = 4_096;
const COLOURS = { red: "warning", yellow: "warning", green: "info", plain: "comment" } as const;

/** Markdown: links stand for buttons, <@id> names somebody. What is too long loses its lines, never its links. */
export function wecomBody(message: OutgoingMessage): object {
  const { mention } = message;
  const named = mention ? (mention.address ? `<@${mention.address}> ` : `@${plain(mention.name)} `) : "";
  const links = message.buttons.map(({ label, url }) => `[${label}](${url})`).join("　");
  const head = `<font color="${COLOURS[message.tone]}">**${cutBytes(plain(message.title), 512)}**</font>`;
  const kept = [head, links].filter(Boolean).join("\n");
  const room = MOST_BYTES - Buffer.byteLength(kept) - 1;
  const body = cutBytes(`${named}${message.lines.map(plain).join("\n")}`.trim(), room);
  return { msgtype: "markdown", markdown: { content: [head, body, links].filter(Boolean).join("\n") } };
}
