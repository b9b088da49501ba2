import { Problem } from "../problem.ts";

export type BodyFormat = "json" | "ndjson";
export type BodyCoding = "identity" | "gzip";

const FORMATS: Record<string, BodyFormat> = {
  "application/json": "json",
  "application/x-ndjson": "ndjson",
  "application/ndjson": "ndjson",
};
const CODINGS: Record<string, BodyCoding> = {
  "": "identity",
  identity: "identity",
  gzip: "gzip",
  "x-gzip": "gzip",
};

/**
 * Reads which body a request announces.
 * @throws Problem 415 naming what was announced and what is taken
 */
export function bodyFormat(
  contentType: string | undefined,
  contentEncoding: string | undefined,
): {
  format: BodyFormat;
  coding: BodyCoding;
} {
  const [essence = "", ...parameters] = (contentType ?? "").toLowerCase().split(";");
  const format = FORMATS[essence.trim()];
  if (!format) {
    throw new Problem(
      415,
      "unsupported-media-type",
      `content-type ${shown(contentType)} is not taken: send application/json or application/x-ndjson.`,
      { headers: { accept: "application/json, application/x-ndjson" } },
    );
  }
  const charset = parameters
    .map((p) => /^\s*charset\s*=\s*"?([^"]*)"?\s*$/.exec(p)?.[1])
    .find((c) => c !== undefined);
  if (charset !== undefined && charset !== "utf-8" && charset !== "utf8") {
    throw new Problem(415, "unsupported-charset", `charset ${shown(charset)} is not taken: send UTF-8.`);
  }
  const coding = CODINGS[(contentEncoding ?? "").trim().toLowerCase()];
  if (!coding) {
    throw new Problem(
      415,
      "unsupported-encoding",
      `content-encoding ${shown(contentEncoding)} is not taken: send gzip, or none.`,
      { headers: { "accept-encoding": "gzip" } },
    );
  }
  return { format, coding };
}

function shown(value: string | undefined): string {
  return value === undefined ? "(absent)" : JSON.stringify(value.slice(0, 100));
}
