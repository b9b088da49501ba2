export type TwilioCallback = "twiml" | "gather" | "status" | "machine";

/**
 * Where Twilio tells of the call of an attempt; each carries the attempt's id, so that a callback finds it even when
 * the answer to the request that placed the call was lost.
 * @param turn which time round the question is asked, 1 the first; only for `gather`
 */
export function twilioCallbackUrl(
  publicUrl: string,
  attemptId: string,
  callback: TwilioCallback,
  turn?: number,
): string {
  const url = `${publicUrl.replace(/\/+$/, "")}/api/hooks/twilio/${attemptId}/${callback}`;
  return turn === undefined ? url : `${url}?turn=${turn}`;
}
