import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { type Encoding, EncodingDetector } from "./encoding.ts";
import { FileError } from "./problem.ts";

/** A file that has been looked at and may be read. */
export interface SourceFile {
  path: string;
  name: string;
  kind: "text" | "xlsx";
  /** Of a text file. */
  encoding: Encoding;
  /** On disk. */
  bytes: number;
  /** Of the content: unpacked, for a gzip. */
  contentBytes: number;
  /** Opens the content from its beginning; `onBytes` hears of bytes taken from disk. */
  content(onBytes?: (count: number) => void): Readable;
}

/** What a gzip may unpack to beyond this many times its size is a bomb, not an export. */
const GZIP_RATIO = 300;
const GZIP_FREE_BYTES = 64 * 1024 * 1024;
const SNIFF_BYTES = 4096;
/** A stray NUL spoils its row; more of them, and it is no text. */
const MAX_NUL_SHARE = 0.02;

const MAGIC: [bytes: string, zh: string, en: string][] = [
  [
    "d0cf11e0a1b11ae1",
    "旧版 .xls 或加了密码的表格，请另存为 .xlsx 或 CSV",
    "an old .xls or a workbook with a password; save it as .xlsx or CSV",
  ],
  ["25504446", "PDF，请导出 CSV 或 XLSX", "a PDF; export CSV or XLSX instead"],
  ["89504e47", "图片，请导出 CSV 或 XLSX", "a picture; export CSV or XLSX instead"],
  ["ffd8ff", "图片，请导出 CSV 或 XLSX", "a picture; export CSV or XLSX instead"],
  ["526172211a", "RAR 压缩包，请先解压", "a RAR archive; unpack it first"],
  ["377abcaf271c", "7z 压缩包，请先解压", "a 7z archive; unpack it first"],
  ["28b52ffd", "zstd 压缩包，请先解压", "a zstd archive; unpack it first"],
];

/**
 * Looks at a file's first bytes and, for text, at all of them: what it is and in which encoding.
 * @throws FileError when it is absent, empty, not a table, or damaged
 */
export async function openSource(file: string): Promise<SourceFile> {
  const name = path.basename(file);
  const bytes = await sizeOf(file);
  const head = await firstBytes(file);
  const hex = head.toString("hex");
  for (const [magic, zh, en] of MAGIC) {
    if (hex.startsWith(magic)) throw new FileError("not_a_table", `「${name}」是${zh}`, `${name} is ${en}`);
  }
  const base = { path: file, name, bytes };
  if (hex.startsWith("504b")) {
    return {
      ...base,
      kind: "xlsx",
      encoding: "utf-8",
      contentBytes: bytes,
      content: (onBytes) => raw(file, onBytes),
    };
  }
  const content = hex.startsWith("1f8b")
    ? gunzipped(file, bytes, name)
    : (onBytes?: (n: number) => void) => raw(file, onBytes);
  return { ...base, kind: "text", content, ...(await scan(content(), name)) };
}

async function sizeOf(file: string): Promise<number> {
  const name = path.basename(file);
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR")
      throw new FileError("no_such_file", `找不到文件「${file}」`, `there is no file ${file}`);
    throw unreadable(file, error);
  });
  if (!found.isFile()) throw new FileError("not_a_file", `「${file}」不是文件`, `${file} is not a file`);
  if (found.size === 0) throw new FileError("empty_file", `「${name}」是空的`, `${name} is empty`);
  return found.size;
}

async function firstBytes(file: string): Promise<Buffer> {
  try {
    const handle = await open(file, "r");
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(SNIFF_BYTES), 0, SNIFF_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(file, error as NodeJS.ErrnoException);
  }
}

function unreadable(file: string, error: NodeJS.ErrnoException): FileError {
  return new FileError(
    "cannot_read",
    `读不了文件「${file}」：${error.code}`,
    `${file} cannot be read: ${error.code}`,
  );
}

function raw(file: string, onBytes?: (count: number) => void): Readable {
  const stream = createReadStream(file, { highWaterMark: 256 * 1024 });
  if (onBytes) stream.on("data", (chunk) => onBytes(chunk.length));
  return stream;
}

/** A reader of a gzip's content that ends with a FileError where the archive is cut off, damaged or a bomb. */
function gunzipped(file: string, bytes: number, name: string) {
  return (onBytes?: (count: number) => void): Readable =>
    Readable.from(unpacked(file, bytes, name, onBytes), { objectMode: false });
}

async function* unpacked(file: string, bytes: number, name: string, onBytes?: (count: number) => void) {
  const gunzip = createGunzip();
  pipeline(raw(file, onBytes), gunzip, () => {});
  let total = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      total += chunk.length;
      if (total > GZIP_FREE_BYTES && total > bytes * GZIP_RATIO) {
        throw new FileError("too_large", `「${name}」解压后大得不正常`, `${name} unpacks to far too much`);
      }
      yield chunk;
    }
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError("damaged", `「${name}」压缩包不完整或已损坏`, `${name} is a gzip cut off or damaged`);
  }
}

async function scan(content: Readable, name: string): Promise<{ encoding: Encoding; contentBytes: number }> {
  const detector = new EncodingDetector();
  let contentBytes = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    if (contentBytes === 0) refuseWhatIsNoText(chunk, name);
    detector.add(chunk);
    contentBytes += chunk.length;
  }
  if (contentBytes === 0) throw new FileError("empty_file", `「${name}」是空的`, `${name} is empty`);
  return { encoding: detector.end(), contentBytes };
}

function refuseWhatIsNoText(chunk: Buffer, name: string): void {
  const head = chunk.subarray(0, SNIFF_BYTES);
  const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  const nuls = head.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  if (!utf16 && nuls > head.length * MAX_NUL_SHARE) {
    throw new FileError(
      "not_a_table",
      `「${name}」不是文本表格，请导出 CSV 或 XLSX`,
      `${name} is not text; export CSV or XLSX`,
    );
  }
  const start = head.toString("latin1").trimStart().slice(0, 200).toLowerCase();
  if (/^(ï»¿)?<(!doctype|html|table|\?xml|head|meta)/.test(start)) {
    throw new FileError(
      "not_a_table",
      `「${name}」其实是网页或 XML，请用表格软件打开后另存为 .xlsx 或 CSV`,
      `${name} is a web page or XML in disguise; open it in a spreadsheet and save it as .xlsx or CSV`,
    );
  }
}
