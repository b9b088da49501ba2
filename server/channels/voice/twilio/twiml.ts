import VoiceResponse from "twilio/lib/twiml/VoiceResponse.js";
import type { Speech } from "../../../../domain/escalation/speech/speak.ts";

/** For a key, after the speech. */
const KEY_WITHIN_S = 8;

/**
 * What Twilio does next: it speaks and hangs up, or speaks and waits for one key. Whoever presses none is sent to the same
 * address without a key, since a call would else end as if it had been heard.
 * @param askUrl where the key goes; null: none is asked for
 */
export function twimlOf(speech: Speech | null, askUrl: string | null): string {
  const response = new VoiceResponse();
  if (askUrl !== null) {
    const gather = response.gather({
      input: ["dtmf"],
      numDigits: 1,
      timeout: KEY_WITHIN_S,
      action: askUrl,
      method: "POST",
    });
    if (speech) gather.say({ language: speech.language }, speech.text);
    response.redirect({ method: "POST" }, askUrl);
    return response.toString();
  }
  if (speech) response.say({ language: speech.language }, speech.text);
  response.hangup();
  return response.toString();
}
