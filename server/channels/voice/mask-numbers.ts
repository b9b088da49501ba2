/** Anything that could be dialled: providers repeat numbers in what they say went wrong. */
const NUMBER = /\+?\d[\d -]{5,}\d/g;
const MOST_CHARS = 300;

/** A provider's words without phone numbers, cut to what a ledger should hold. */
export function maskNumbers(message: string | null | undefined): string | null {
  if (message === null || message === undefined) return null;
  return message.replace(NUMBER, "…").slice(0, MOST_CHARS);
}
