import type { Language } from "../../server/sources/csv/problem.ts";

const WORDS = {
  zh: {
    watching: (folder: string) => `在看文件夹 ${folder}：新导出写完就导入，按 Ctrl-C 结束`,
    noAndon: "! Andon 没有在运行，文件先放着：请用 npm start 启动，启动后自动接着导",
    databaseAway: (reason: string) => `! 数据库连不上（${reason}），文件先放着，恢复后自动接着导`,
    folderAway: (folder: string, code: string) => `! 文件夹 ${folder} 读不到了（${code}），恢复后自动接着看`,
    refused: (name: string, reason: string) => `✗ ${name} 没有导入：${reason}。文件改好后会自动再试`,
    ended: "不再看了。",
  },
  en: {
    watching: (folder: string) =>
      `Watching ${folder}: each new export is imported once complete. Ctrl-C ends it`,
    noAndon: "! No Andon is running, so files wait: start it with npm start, and this goes on by itself",
    databaseAway: (reason: string) => `! The database is away (${reason}); files wait until it is back`,
    folderAway: (folder: string, code: string) => `! ${folder} cannot be read (${code}); it is tried again`,
    refused: (name: string, reason: string) =>
      `✗ ${name} was not imported: ${reason}. It is tried again when the file changes`,
    ended: "No longer watching.",
  },
} as const;

/** What a watch says beside the line of each file. */
export function watchWords(language: Language) {
  return WORDS[language];
}
