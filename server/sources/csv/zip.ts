import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createInflateRaw } from "node:zlib";
import { FileError } from "./problem.ts";

interface Entry {
  path: string;
  method: number;
  packed: number;
  unpacked: number;
  headerAt: number;
}

const END_BYTES = 22;
const END_SEARCH_BYTES = END_BYTES + 65_535;
const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
const MAX_ENTRIES = 10_000;
const MAX_DIRECTORY_BYTES = 16 * 1024 * 1024;
/** A sheet is read as a stream; Excel's largest, a million rows, stays below this. */
const MAX_SHEET_BYTES = 4 * 1024 ** 3;
/** Shared strings are held in memory. */
const MAX_STRINGS_BYTES = 512 * 1024 ** 2;
const MAX_OTHER_BYTES = 64 * 1024 ** 2;
/** XML of rows that are all alike packs about 100 to 1; beyond this it is a bomb. */
const MAX_RATIO = 1000;
const RATIO_FREE_BYTES = 16 * 1024 ** 2;

/**
 * Checks a workbook's archive before anything of it is read: complete, unpacking to what its directory says, of a
 * size that can be an export.
 * @throws FileError otherwise, and for archives that are no workbook
 */
export async function checkWorkbook(file: string, name: string, bytes: number): Promise<void> {
  const cut = () =>
    new FileError(
      "damaged",
      `「${name}」不完整或已损坏，请重新导出`,
      `${name} is cut off or damaged; export it again`,
    );
  const entries = await directory(file, bytes, cut);
  if (!entries.some((entry) => entry.path === "xl/workbook.xml")) {
    throw new FileError(
      "not_a_table",
      `「${name}」是压缩包，不是 XLSX，请先解压`,
      `${name} is an archive, not an XLSX; unpack it first`,
    );
  }
  const sheets = entries.filter((entry) => /^xl\/worksheets\/sheet\d+\.xml$/.test(entry.path));
  if (sheets.length === 0)
    throw new FileError("no_sheet", `「${name}」里没有工作表`, `${name} has no worksheet`);
  for (const entry of entries) {
    const isSheet = sheets.includes(entry);
    const limit = isSheet
      ? MAX_SHEET_BYTES
      : entry.path === "xl/sharedStrings.xml"
        ? MAX_STRINGS_BYTES
        : MAX_OTHER_BYTES;
    const bomb = entry.unpacked > RATIO_FREE_BYTES && entry.unpacked > entry.packed * MAX_RATIO;
    if (entry.unpacked > limit || bomb) {
      throw new FileError(
        "too_large",
        `「${name}」解压后大得不正常（${entry.path}）`,
        `${name} unpacks to far too much (${entry.path})`,
      );
    }
    if (isSheet || /^xl\/(sharedStrings|styles|workbook)\.xml$/.test(entry.path))
      await unpack(file, entry, cut);
  }
}

async function directory(file: string, bytes: number, cut: () => FileError): Promise<Entry[]> {
  const handle = await open(file, "r");
  try {
    const read = async (at: number, length: number) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
      if (bytesRead < length) throw cut();
      return buffer;
    };
    const tailBytes = Math.min(bytes, END_SEARCH_BYTES);
    const tail = await read(bytes - tailBytes, tailBytes);
    let end = tail.length - END_BYTES;
    while (end >= 0 && tail.readUInt32LE(end) !== END_SIGNATURE) end--;
    if (end < 0) throw cut();
    const count = tail.readUInt16LE(end + 10);
    const length = tail.readUInt32LE(end + 12);
    const at = tail.readUInt32LE(end + 16);
    if (count > MAX_ENTRIES || length > MAX_DIRECTORY_BYTES || at + length > bytes) throw cut();
    return entriesOf(await read(at, length), count, cut);
  } finally {
    await handle.close();
  }
}

function entriesOf(bytes: Buffer, count: number, cut: () => FileError): Entry[] {
  const entries: Entry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== ENTRY_SIGNATURE) throw cut();
    const nameLength = bytes.readUInt16LE(at + 28);
    entries.push({
      path: bytes.toString("utf8", at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      unpacked: bytes.readUInt32LE(at + 24),
      headerAt: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

/** Unpacks an entry to nowhere, because what the directory says of its size may be a lie. */
async function unpack(file: string, entry: Entry, cut: () => FileError): Promise<void> {
  const handle = await open(file, "r");
  const header = Buffer.alloc(LOCAL_BYTES);
  await handle.read(header, 0, LOCAL_BYTES, entry.headerAt);
  await handle.close();
  if (header.readUInt32LE(0) !== LOCAL_SIGNATURE || (entry.method !== 0 && entry.method !== 8)) throw cut();
  const start = entry.headerAt + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (entry.packed === 0) return;
  const packed = createReadStream(file, { start, end: start + entry.packed - 1 });
  const content = entry.method === 8 ? packed.pipe(createInflateRaw()) : packed;
  let unpacked = 0;
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      unpacked += chunk.length;
      if (unpacked > entry.unpacked) break;
    }
  } catch {
    throw cut();
  }
  if (unpacked !== entry.unpacked) throw cut();
}
