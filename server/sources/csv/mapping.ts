import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { FileError, shown } from "./problem.ts";

/** Names a column may go by, the first that a file has is meant. */
const names = z.union([
  z
    .string()
    .min(1)
    .transform((name) => [name]),
  z.array(z.string().min(1)).min(1),
]);
const place = z.string().min(1).max(200);

const lineColumns = {
  sku: names.optional(),
  title: names.optional(),
  category: names.optional(),
  quantity: names.optional(),
  unitPrice: names.optional(),
  cost: names.optional(),
  gift: names.optional(),
  bulky: names.optional(),
  custom: names.optional(),
};
const factColumns = {
  channel: names.optional(),
  placedAt: names.optional(),
  customerTier: names.optional(),
  segment: names.optional(),
  region: names.optional(),
  warehouse: names.optional(),
  carrier: names.optional(),
  trackingNo: names.optional(),
  hold: names.optional(),
};
const promiseColumns = {
  shipBy: names.optional(),
  collectBy: names.optional(),
  deliverBy: names.optional(),
  appointmentAt: names.optional(),
  aftersaleBy: names.optional(),
};

/** Holds while a column has one of these words. */
const condition = z.strictObject({ column: names, in: z.array(z.string().min(1)).min(1) });
const zone = z.string().refine((name) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}, "must be an IANA time zone, such as Asia/Shanghai");

const milestone = z.union([
  z.strictObject({ column: names, node: place, when: condition.optional() }),
  z.strictObject({ last: z.literal(true), node: place, when: condition.optional() }),
]);

const companion = z.strictObject({
  file: z.string().regex(/^[^/\\]+$/, "must be a file's name; companions lie beside the imported file"),
  orderNo: names,
  line: z.strictObject(lineColumns),
  /** Promises of `main` that each row names; the latest one counts. */
  latest: z.strictObject(promiseColumns).default({}),
  lookup: z
    .strictObject({
      file: z.string().regex(/^[^/\\]+$/, "must be a file's name; companions lie beside the imported file"),
      key: names,
      from: names,
      category: names.optional(),
      bulkyWhenOver: z.record(z.string(), z.number()).default({}),
    })
    .optional(),
});

const mappingSchema = z
  .strictObject({
    $comment: z.string().optional(),
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/, "must be lower-case letters, digits and hyphens"),
    form: z.enum(["long", "wide", "snapshot"]),
    timezone: zone.optional(),
    dateOrder: z.enum(["ymd", "dmy", "mdy"]).default("ymd"),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, "must be an ISO 4217 code such as CNY")
      .optional(),
    /** Facts that every order of such a file has. */
    fixed: z
      .strictObject({ channel: place.optional(), warehouse: place.optional(), segment: place.optional() })
      .default({}),
    binds: z.enum(["earlier", "only"]).optional(),
    columns: z.strictObject({
      orderNo: names,
      token: names.optional(),
      status: names.optional(),
      time: names.optional(),
      ...lineColumns,
      ...factColumns,
      ...promiseColumns,
    }),
    /** Which columns a file must have beside orderNo (and status, and time in the long form). */
    required: z.array(z.string()).default([]),
    /** What values of a fact are called here: {"channel": {"淘宝": "taobao"}}. */
    values: z.record(z.string(), z.record(z.string(), z.string().min(1))).default({}),
    /** Status words of such a file, before the dictionary: a node, "closed", or null for no move. */
    statuses: z.record(z.string(), place.nullable()).default({}),
    milestones: z.array(milestone).default([]),
    companion: companion.optional(),
  })
  .superRefine((mapping, context) => {
    if (mapping.form === "long" && !(mapping.columns.status && mapping.columns.time)) {
      context.addIssue({
        code: "custom",
        path: ["columns"],
        message: "the long form needs the columns status and time",
      });
    }
    if (mapping.form === "snapshot" && !mapping.columns.status) {
      context.addIssue({
        code: "custom",
        path: ["columns"],
        message: "the snapshot form needs the column status",
      });
    }
    if (mapping.form !== "wide" && mapping.milestones.length > 0) {
      context.addIssue({
        code: "custom",
        path: ["milestones"],
        message: `the ${mapping.form} form has none`,
      });
    }
    if (mapping.form === "snapshot" && mapping.companion) {
      context.addIssue({
        code: "custom",
        path: ["companion"],
        message: "the snapshot form has none",
      });
    }
    if (mapping.form === "wide" && !mapping.milestones.some((m) => "column" in m)) {
      context.addIssue({
        code: "custom",
        path: ["milestones"],
        message: "the wide form needs at least one milestone with a column",
      });
    }
  });

/** How a file's columns become orders: see docs/IMPORT.md. */
export type Mapping = z.infer<typeof mappingSchema>;
export type Condition = z.infer<typeof condition>;

const SHIPPED = new URL("./mappings/", import.meta.url);
/** Without a mapping: the first of these whose columns a file has. */
const BY_THEMSELVES = ["five-core", "orders-snapshot"];

/** Names of the mappings that come with Andon. */
export function shippedMappings(): string[] {
  return readdirSync(SHIPPED)
    .filter((file) => file.endsWith(".json"))
    .map((file) => path.basename(file, ".json"))
    .sort();
}

/**
 * The mappings that a file is tried with, in turn: the one that is named, else those that recognise files by themselves.
 * @throws FileError as loadMapping does
 */
export function mappingsFor(named: string | null): Mapping[] {
  return (named === null ? BY_THEMSELVES : [named]).map(loadMapping);
}

/**
 * Loads a mapping by its name or from a JSON file.
 * @throws FileError when there is none, or it is not well-formed: field and reason
 */
export function loadMapping(nameOrFile: string): Mapping {
  const shipped = shippedMappings();
  const source = shipped.includes(nameOrFile) ? new URL(`${nameOrFile}.json`, SHIPPED) : nameOrFile;
  let json: string;
  try {
    json = readFileSync(source, "utf8");
  } catch {
    throw new FileError(
      "no_such_mapping",
      `没有叫「${shown(nameOrFile)}」的映射，也读不到这个文件。自带的有：${shipped.join("、")}`,
      `there is no mapping ${shown(nameOrFile)}, and no such file can be read; shipped ones: ${shipped.join(", ")}`,
    );
  }
  return parseMapping(json, nameOrFile);
}

/** @throws FileError naming the field and the reason */
export function parseMapping(json: string, name: string): Mapping {
  let value: unknown;
  try {
    value = JSON.parse(json.replace(/^\uFEFF/, ""));
  } catch (error) {
    const reason = (error as Error).message;
    throw new FileError(
      "bad_mapping",
      `映射文件「${name}」不是 JSON：${reason}`,
      `mapping ${name} is not JSON: ${reason}`,
    );
  }
  const parsed = mappingSchema.safeParse(extended(value, name));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const where = issue.path.map(String).join(".") || "mapping";
  throw new FileError(
    "bad_mapping",
    `映射文件「${name}」的 ${where} 不对：${issue.message}`,
    `mapping ${name}, ${where}: ${issue.message}`,
  );
}

const INHERITED = ["columns", "values", "statuses"] as const;

/** A mapping that names another under `extends` has that one's columns, values and statuses where it has none. */
function extended(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !("extends" in value)) return value;
  const { extends: base, ...own } = value as Record<string, unknown>;
  if (typeof base !== "string" || !shippedMappings().includes(base)) {
    const known = shippedMappings().join(", ");
    throw new FileError(
      "bad_mapping",
      `映射文件「${name}」的 extends 不对：只能是自带的映射：${known}`,
      `mapping ${name}, extends: must be one of the shipped mappings: ${known}`,
    );
  }
  const shipped = JSON.parse(readFileSync(new URL(`${base}.json`, SHIPPED), "utf8"));
  for (const part of INHERITED) own[part] = { ...shipped[part], ...(own[part] as object | undefined) };
  return own;
}
