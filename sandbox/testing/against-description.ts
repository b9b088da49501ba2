import { readFileSync } from "node:fs";

// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document
type Schema = any;

const RFC_2822 = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/;

/** The Calls API as Twilio itself describes it. */
export const DESCRIPTION: Schema = JSON.parse(
  readFileSync(new URL("../twilio/twilio-calls.json", import.meta.url), "utf8"),
);

/** Where a value is not what the description says, one line each; a field that it does not know is one too. */
export function against(schema: Schema, value: unknown, at = "$"): string[] {
  if (schema.$ref) return against(DESCRIPTION.components.schemas[schema.$ref.split("/").at(-1)], value, at);
  if (value === null) return schema.nullable ? [] : [`${at} is null`];
  const type = Array.isArray(value) ? "array" : Number.isInteger(value) ? "integer" : typeof value;
  if (schema.type !== type) return [`${at} is ${type}, not ${schema.type}`];
  const wrong: string[] = [];
  if (schema.enum && !schema.enum.includes(value)) wrong.push(`${at} is none of ${schema.enum}`);
  if (typeof value === "string") {
    if (schema.pattern && !new RegExp(schema.pattern).test(value))
      wrong.push(`${at} is not ${schema.pattern}`);
    if (schema.format === "date-time-rfc-2822" && !RFC_2822.test(value))
      wrong.push(`${at} is no RFC 2822 time`);
  }
  if (type === "array") {
    (value as unknown[]).forEach((item, i) => {
      wrong.push(...against(schema.items, item, `${at}[${i}]`));
    });
  }
  if (type === "object" && schema.properties) {
    const fields = value as Record<string, unknown>;
    for (const name of Object.keys(fields))
      if (!(name in schema.properties)) wrong.push(`${at}.${name} is not in the description`);
    for (const [name, of] of Object.entries(schema.properties)) {
      if (name in fields) wrong.push(...against(of, fields[name], `${at}.${name}`));
      else wrong.push(`${at}.${name} is missing`);
    }
  }
  return wrong;
}

/** Fields that one may post. */
export function formFields(path: string): string[] {
  const { content } = DESCRIPTION.paths[path].post.requestBody;
  return Object.keys(content["application/x-www-form-urlencoded"].schema.properties);
}

export function answerSchema(path: string, method: "get" | "post", status: number): Schema {
  return DESCRIPTION.paths[path][method].responses[status].content["application/json"].schema;
}
