import type { OutgoingMessage } from "./types.ts";

/** A robot may take only what holds its keyword: it is said in a line of its own where nothing else says it. */
export function withKeyword(message: OutgoingMessage, keyword: string | undefined): OutgoingMessage {
  if (!keyword || [message.title, ...message.lines].some((line) => line.includes(keyword))) return message;
  return { ...message, lines: [...message.lines, keyword] };
}
