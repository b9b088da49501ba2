import { foldWord as fold } from "../../../domain/order/status-word.ts";
import { EVENT_LIMITS } from "../../../domain/wire/event.ts";
import { RowError, shown } from "./problem.ts";

/** What exports write where there is nothing. */
const NOTHING = new Set(["", "-", "--", "—", "——", "/", "\\n", "null", "none", "nan", "n/a", "#n/a", "无"]);
const NOTHING_LENGTH = 4;

/**
 * A cell's value without what exports wrap around it: spaces, tabs, a backtick or an apostrophe in front (both keep
 * spreadsheets from reading a number), ="…". Empty when it stands for nothing.
 */
export function clean(cell: string | undefined): string {
  if (cell === undefined) return "";
  let text = cell.trim();
  if (text.startsWith('="') && text.endsWith('"')) text = text.slice(2, -1).trim();
  if (text.startsWith("`") || text.startsWith("'")) text = text.slice(1).trim();
  return text.length <= NOTHING_LENGTH && NOTHING.has(text.toLowerCase()) ? "" : text;
}

const UNREADABLE = "\uFFFD";

/**
 * Checks a text as the events API would.
 * @throws RowError for one that is too long, was not readable in the file's encoding or holds NUL
 */
export function text(column: string, value: string, maxLength: number = EVENT_LIMITS.keyLength): string {
  if (value.length > maxLength) {
    throw new RowError(
      "too_long",
      `「${column}」太长：${value.length} 个字，最多 ${maxLength} 个`,
      `${column}: ${value.length} characters, at most ${maxLength} are allowed`,
    );
  }
  if (value.includes(UNREADABLE) || value.includes("\u0000") || !value.isWellFormed()) {
    throw new RowError(
      "unreadable",
      `「${column}」里有读不出的字节，请另存为 UTF-8`,
      `${column}: holds bytes that are no text; save the file as UTF-8`,
    );
  }
  return value;
}

const SCIENTIFIC = /^[+-]?\d(\.\d+)?e\+?\d+$/i;

/**
 * An id: text that a spreadsheet has not spoilt.
 * @throws RowError for one that lost its digits or spans lines
 */
export function id(column: string, value: string): string {
  if (SCIENTIFIC.test(value)) {
    throw new RowError(
      "digits_lost",
      `「${column}」${value} 被表格软件改成了科学计数，末位已丢，请把这一列设为文本后重新导出`,
      `${column}: ${value} was turned into scientific notation and lost its last digits; export the column as text`,
    );
  }
  if (/[\r\n]/.test(value)) {
    throw new RowError(
      "line_break",
      `「${column}」里有换行，引号可能没配对`,
      `${column}: holds a line break`,
    );
  }
  return text(column, value);
}

const YES = new Set(["是", "y", "yes", "true", "1", "有", "√"]);
const NO = new Set(["否", "n", "no", "false", "0", "不是"]);

/** @throws RowError for anything that is neither yes nor no */
export function yesNo(column: string, value: string): boolean {
  const folded = fold(value);
  if (YES.has(folded)) return true;
  if (NO.has(folded)) return false;
  throw new RowError(
    "not_yes_no",
    `「${column}」应为 是/否，现在是「${shown(value)}」`,
    `${column}: must be yes or no, found ${shown(value)}`,
  );
}

/**
 * A count of pieces; `2.0` is 2.
 * @throws RowError for anything but a whole number from 1
 */
export function quantity(column: string, value: string): number {
  const match = /^\+?(\d{1,7})(?:\.0+)?$/.exec(value.replaceAll(",", ""));
  const count = match ? Number(match[1]) : 0;
  if (count >= 1 && count <= EVENT_LIMITS.quantity) return count;
  throw new RowError(
    "bad_quantity",
    `「${column}」应为 1 到 ${EVENT_LIMITS.quantity} 的整数，现在是「${shown(value)}」`,
    `${column}: must be a whole number from 1 to ${EVENT_LIMITS.quantity}, found ${shown(value)}`,
  );
}

/** @throws RowError for anything but a plain decimal number */
export function decimal(column: string, value: string): number {
  const plain = value.replaceAll(",", "");
  if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) return Number(plain);
  throw new RowError(
    "not_a_number",
    `「${column}」应为数字，现在是「${shown(value)}」`,
    `${column}: must be a number, found ${shown(value)}`,
  );
}

/**
 * An amount in minor units, read from decimals without rounding.
 * @param digits decimal places of the currency
 * @throws RowError for anything that is not an amount, or has more places than the currency
 */
export function amount(column: string, value: string, digits: number): number {
  const plain = value.replace(/[,\s¥￥元$]|R\$|CNY|RMB|BRL/g, "");
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(plain);
  const [, sign, whole = "", fraction = ""] = match ?? [];
  const kept = fraction.slice(0, digits).padEnd(digits, "0");
  const minor = Number(`${whole}${kept}`);
  if (
    match &&
    `${whole}${fraction}` !== "" &&
    /^0*$/.test(fraction.slice(digits)) &&
    minor <= EVENT_LIMITS.amountFen
  ) {
    return sign === "-" && minor !== 0 ? -minor : minor;
  }
  throw new RowError(
    "bad_amount",
    `「${column}」应为最多 ${digits} 位小数的金额，现在是「${shown(value)}」`,
    `${column}: must be an amount with at most ${digits} decimals, found ${shown(value)}`,
  );
}

/** Decimal places of a currency, 2 for one that nobody knows. */
export function minorDigits(currency: string): number {
  try {
    const format = new Intl.NumberFormat("en", { style: "currency", currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}
