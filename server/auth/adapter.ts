import { type CleanedWhere, type CustomAdapter, createAdapterFactory } from "better-auth/adapters";
import type { Fragment } from "postgres";
import type { Sql, Tx } from "../../db/sql.ts";
import { hashToken } from "./hash-token.ts";

type Row = Record<string, unknown>;
type Value = CleanedWhere["value"] | undefined;

/** What was written, in the transaction that writes it. Columns are named as better-auth names its fields. */
export interface Written {
  table: string;
  did: "create" | "update" | "delete";
  rows: readonly Row[];
  /** Of an update: the fields that were set. */
  set: readonly string[];
}

type Factory = ReturnType<typeof createAdapterFactory>;

/** Told of every write inside its transaction, so that a decision and its trace commit together. */
export type OnWrite = (tx: Tx, written: Written) => Promise<void>;

/**
 * better-auth's storage on our own connections (its own adapter for postgres.js would change how every instant of the
 * shared client is read): tables of db/schema/access.ts, fields in camelCase to columns in snake_case, instants as
 * epoch ms to Dates. Of a session's token only the SHA-256 is kept.
 */
export function authStorage(sql: Sql, onWrite: OnWrite): Factory {
  let options: Parameters<Factory>[0] | null = null;
  const build = (connection: Sql | Tx, inTx: boolean): Factory =>
    createAdapterFactory({
      config: {
        adapterId: "andon",
        usePlural: true,
        supportsNumericIds: false,
        transaction: inTx
          ? false
          : <R>(work: (storage: ReturnType<Factory>) => Promise<R>) =>
              sql.begin((tx) => work(build(tx as unknown as Tx, true)(options!))) as Promise<R>,
      },
      adapter: () => operations(connection, inTx, onWrite),
    });
  const outside = build(sql, false);
  return (given) => {
    options = given;
    return outside(given);
  };
}

function operations(sql: Sql | Tx, inTx: boolean, onWrite: OnWrite): CustomAdapter {
  const write = (table: string, did: Written["did"], set: string[], work: (tx: Tx) => Promise<Row[]>) => {
    const run = async (tx: Tx) => {
      const rows = (await work(tx)).map(fromRow);
      if (rows.length > 0) await onWrite(tx, { table, did, rows, set });
      return rows;
    };
    return (inTx ? run(sql as Tx) : (sql as Sql).begin((tx) => run(tx as unknown as Tx))) as Promise<Row[]>;
  };
  const remove = (model: string, where: CleanedWhere[], most?: number) => {
    const table = snake(model);
    return write(table, "delete", [], (tx) => {
      const chosen = tx`select ctid from ${tx(table)} ${conditions(tx, table, where)} ${most ? tx`limit ${most} for update` : tx``}`;
      return tx<Row[]>`delete from ${tx(table)} where ctid in (${chosen}) returning *`;
    });
  };
  const change = (model: string, where: CleanedWhere[], update: Row, most?: number, add: Row = {}) => {
    const table = snake(model);
    return write(table, "update", Object.keys(update), (tx) => {
      const sets = [
        ...Object.entries(toRow(table, update)).map(
          ([column, value]) => tx`${tx(column)} = ${value as string}`,
        ),
        ...Object.entries(add).map(([field, by]) => {
          const column = tx(snake(field));
          return tx`${column} = coalesce(${column}, 0) + ${by as number}`;
        }),
      ];
      const chosen = tx`select ctid from ${tx(table)} ${conditions(tx, table, where)} ${most ? tx`limit ${most}` : tx``} for update`;
      return tx<
        Row[]
      >`update ${tx(table)} set ${joined(tx, sets, tx`, `)} where ctid in (${chosen}) returning *`;
    });
  };
  const find = async (
    model: string,
    where: CleanedWhere[],
    more: { limit?: number; offset?: number; sortBy?: { field: string; direction: "asc" | "desc" } },
  ) => {
    const table = snake(model);
    const { limit, offset, sortBy } = more;
    const order = sortBy
      ? sql`order by ${sql(snake(sortBy.field))} ${sortBy.direction === "asc" ? sql`asc` : sql`desc`}`
      : sql``;
    const rows = await sql<Row[]>`
      select * from ${sql(table)} ${conditions(sql, table, where)} ${order}
      ${limit === undefined ? sql`` : sql`limit ${limit}`} ${offset ? sql`offset ${offset}` : sql``}`;
    return rows.map(fromRow).map((row) => withToken(row, where));
  };
  return {
    create: async ({ model, data }) => {
      const table = snake(model);
      const [row] = await write(table, "create", Object.keys(data), (tx) => {
        return tx<Row[]>`insert into ${tx(table)} ${tx(toRow(table, data))} returning *`;
      });
      return { ...row, ...(table === "sessions" ? { token: data.token } : {}) } as never;
    },
    findOne: async ({ model, where }) => ((await find(model, where, { limit: 1 }))[0] ?? null) as never,
    findMany: async ({ model, where, limit, offset, sortBy }) =>
      (await find(model, where ?? [], { limit, offset, sortBy })) as never,
    count: async ({ model, where }) => {
      const table = snake(model);
      const [row] = await sql<{ n: number }[]>`
        select count(*)::int as n from ${sql(table)} ${conditions(sql, table, where ?? [])}`;
      return row!.n;
    },
    update: async ({ model, where, update }) => {
      const [row] = await change(model, where, update as Row, 1);
      return (row ? withToken(row, where) : null) as never;
    },
    updateMany: async ({ model, where, update }) => (await change(model, where, update)).length,
    delete: async ({ model, where }) => void (await remove(model, where)),
    deleteMany: async ({ model, where }) => (await remove(model, where)).length,
    consumeOne: async ({ model, where }) => ((await remove(model, where, 1))[0] ?? null) as never,
    incrementOne: async ({ model, where, increment, set }) =>
      ((await change(model, where, set ?? {}, 1, increment))[0] ?? null) as never,
  };
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

function toRow(table: string, data: Row): Record<string, string> {
  const entries = Object.entries(data).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([field, value]) => [snake(field), stored(table, field, value)]),
  ) as never;
}

function stored(table: string, field: string, value: unknown): unknown {
  return table === "sessions" && field === "token" ? hashToken(String(value)).toString("hex") : value;
}

/** Instants are read as epoch ms everywhere else; better-auth compares Dates. */
function fromRow(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      camel(column),
      /_(at|until)$/.test(column) && typeof value === "number" ? new Date(value) : value,
    ]),
  );
}

/** Whoever asked by a token gets it back: the row knows only its hash. */
function withToken(row: Row, where: readonly CleanedWhere[]): Row {
  const asked = where.find(({ field, operator }) => field === "token" && operator === "eq");
  return asked && "token" in row ? { ...row, token: asked.value } : row;
}

function conditions(sql: Sql | Tx, table: string, where: readonly CleanedWhere[]): Fragment {
  if (where.length === 0) return sql``;
  const all = where.filter(({ connector }) => connector !== "OR").map((one) => condition(sql, table, one));
  const any = where.filter(({ connector }) => connector === "OR").map((one) => condition(sql, table, one));
  const parts = any.length > 0 ? [...all, sql`(${joined(sql, any, sql` or `)})`] : all;
  return sql`where ${joined(sql, parts, sql` and `)}`;
}

const COMPARE = { eq: "=", ne: "<>", lt: "<", lte: "<=", gt: ">", gte: ">=" } as const;

function condition(sql: Sql | Tx, table: string, { field, operator, value }: CleanedWhere): Fragment {
  const column = sql(snake(field));
  const one = (given: Value) => stored(table, field, given) as string;
  if (value === null) return operator === "ne" ? sql`${column} is not null` : sql`${column} is null`;
  if (operator in COMPARE) {
    return sql`${column} ${sql.unsafe(COMPARE[operator as keyof typeof COMPARE])} ${one(value)}`;
  }
  if (operator === "in" || operator === "not_in") {
    const values = (value as string[]).map(one);
    if (values.length === 0) return operator === "in" ? sql`false` : sql`true`;
    return operator === "in" ? sql`${column} in ${sql(values)}` : sql`${column} not in ${sql(values)}`;
  }
  throw new Error(`better-auth asks for ${operator}, which is not spoken here`);
}

function joined(sql: Sql | Tx, parts: readonly Fragment[], by: Fragment): Fragment {
  return parts.reduce((all, part) => sql`${all}${by}${part}`);
}
