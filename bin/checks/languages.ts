import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Check, ROOT } from "./check.ts";
import { missingTexts } from "./used-texts.ts";

const APP = path.join(ROOT, "app");
const FOLDER = path.join(APP, "messages");
/** The default language: the others are held to it. */
const FIRST = "zh-CN";

type Messages = { [key: string]: string | Messages };

/** What one language has and the other has not: keys, empty texts and the names in {braces}. */
export function differences(first: Messages, other: Messages): string[] {
  const [a, b] = [flatten(first), flatten(other)];
  const problems: string[] = [];
  for (const [key, text] of a) {
    const translated = b.get(key);
    if (translated === undefined) problems.push(`${key} is missing`);
    else if (translated.trim() === "" && text.trim() !== "") problems.push(`${key} is empty`);
    else if (argumentsOf(text) !== argumentsOf(translated)) {
      problems.push(`${key} takes {${argumentsOf(translated)}}, not {${argumentsOf(text)}}`);
    }
  }
  for (const key of b.keys()) if (!a.has(key)) problems.push(`${key} is in no other language`);
  return problems;
}

function flatten(messages: Messages, prefix = ""): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value === "string") flat.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

/** The ICU arguments of a message, sorted. */
function argumentsOf(text: string): string {
  const names = [...text.matchAll(/\{\s*(\w+)\s*[,}]/g)].map((match) => match[1]!);
  return [...new Set(names)].sort().join(", ");
}

/** Everything that puts texts on screens. */
function sources(): string[] {
  return readdirSync(APP, { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file),
  );
}

export const languages: Check = {
  name: "Languages",
  run: async () => {
    const read = (name: string) =>
      JSON.parse(readFileSync(path.join(FOLDER, `${name}.json`), "utf8")) as Messages;
    const names = readdirSync(FOLDER).map((file) => path.basename(file, ".json"));
    const first = read(FIRST);
    const problems = names
      .filter((name) => name !== FIRST)
      .flatMap((name) =>
        differences(first, read(name)).map((problem) => `app/messages/${name}.json: ${problem}.`),
      );
    if (names.length < 2) problems.push("app/messages holds one language only.");
    const keys = new Set(flatten(first).keys());
    for (const file of sources()) {
      const source = readFileSync(path.join(APP, file), "utf8");
      for (const key of missingTexts(source, keys)) problems.push(`app/${file}: the text ${key} is missing.`);
    }
    return { problems, looked: `${names.join(", ")}, ${flatten(first).size} texts` };
  },
};
