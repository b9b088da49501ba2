/** What a call was asked for. */
export interface CallRequest {
  to: string;
  from: string;
  url: string | null;
  twiml: string | null;
  /** How long it rings, ms. */
  timeoutMs: number;
  method: string;
  fallbackUrl: string | null;
  statusCallback: string | null;
  statusMethod: string;
  statusEvents: string[];
  /** Machine detection; null: none. */
  detect: "Enable" | "DetectMessageEnd" | null;
  /** Where it tells what it found while the call goes on; null: the call waits for it. */
  detectCallback: string | null;
  async: boolean;
}

/** A refusal in Twilio's own numbers. */
export interface Refusal {
  code: number;
  status: 400 | 401 | 403 | 404 | 405 | 429;
  message: string;
}

/** Twilio's own, unless asked for another. */
const TIMEOUT_S = 60;
const E164 = /^\+[1-9]\d{6,14}$/;
const refusal = (code: number, message: string, status: Refusal["status"] = 400) => ({
  code,
  status,
  message,
});

function isWeb(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return /^https?:$/.test(protocol) && !hostname.includes("_");
}

/** Reads what Calls.json is posted with, as strictly as Twilio does. */
export function readRequest(form: URLSearchParams): CallRequest | Refusal {
  const of = (name: string) => form.get(name) || undefined;
  const to = of("To");
  const from = of("From");
  if (!to) return refusal(21201, "No 'To' number is specified");
  if (!from) return refusal(21213, "No 'From' number is specified");
  if (!E164.test(to)) return refusal(21211, "The phone number you are attempting to call is not valid.");
  if (!E164.test(from))
    return refusal(21212, "The source phone number provided is not a valid phone number.");
  const url = of("Url");
  const twiml = of("Twiml");
  if (!url && !twiml) return refusal(21205, "Url parameter is required.");
  if (url && !isWeb(url)) return refusal(21205, "Url is not a valid URL");
  if (twiml && twiml.length > 4_000) return refusal(21218, "Twiml is too long");
  for (const name of ["StatusCallback", "AsyncAmdStatusCallback", "FallbackUrl"]) {
    if (!isWeb(of(name) ?? "https://none")) return refusal(21609, `${name} is not a valid URL`);
  }
  const detect = of("MachineDetection");
  if (detect !== undefined && detect !== "Enable" && detect !== "DetectMessageEnd") {
    return refusal(21218, "Invalid MachineDetection");
  }
  return {
    to,
    from,
    url: url ?? null,
    twiml: twiml ?? null,
    timeoutMs: (Number(of("Timeout")) || TIMEOUT_S) * 1_000,
    method: of("Method") ?? "POST",
    fallbackUrl: of("FallbackUrl") ?? null,
    statusCallback: of("StatusCallback") ?? null,
    statusMethod: of("StatusCallbackMethod") ?? "POST",
    statusEvents: form.getAll("StatusCallbackEvent").flatMap((text) => text.split(/[\s,]+/)),
    detect: detect ?? null,
    detectCallback: of("AsyncAmdStatusCallback") ?? null,
    async: of("AsyncAmd") === "true",
  };
}
