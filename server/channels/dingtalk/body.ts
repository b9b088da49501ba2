import { cutBytes, plain } from "../plain.ts";
import type { OutgoingMessage } from "../types.ts";

/** DingTalk takes 20,000 bytes; the buttons' addresses need their part. */
const MOST_TEXT_BYTES = 12_000;

/** The mobile as DingTalk knows it: without the country where that is China. */
function mobileOf(address: string): string {
  return address.replace(/^\+86/, "").replace(/^\+/, "");
}

/** An actionCard when there is something to press, else markdown; @mobile stands in the text, as DingTalk wants it. */
export function dingtalkBody(message: OutgoingMessage): object {
  const mobile = message.mention?.address ? mobileOf(message.mention.address) : null;
  const named = message.mention ? `@${mobile ?? plain(message.mention.name)} ` : "";
  const lines = message.lines.map(plain);
  const [first = "", ...rest] = lines;
  const text = cutBytes(
    [`### ${plain(message.title)}`, `${named}${first}`.trim(), ...rest].filter(Boolean).join("\n\n"),
    MOST_TEXT_BYTES,
  );
  const at = { atMobiles: mobile ? [mobile] : [], isAtAll: false };
  const title = plain(message.title);
  if (message.buttons.length === 0) return { msgtype: "markdown", markdown: { title, text }, at };
  return {
    msgtype: "actionCard",
    actionCard: {
      title,
      text,
      btnOrientation: "0",
      btns: message.buttons.map(({ label, url }) => ({ title: label, actionURL: url })),
    },
    at,
  };
}
