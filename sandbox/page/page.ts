import { readFileSync } from "node:fs";
import { Hono } from "hono";
import { html, raw } from "hono/html";
import { readState } from "../control/read-state.ts";
import { FAULTS, PLACES } from "../faults/kinds.ts";
import { HABITS } from "../phone/habits.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Served } from "../serve.ts";
import { type Language, WORDS, type Words } from "./words.ts";

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
const FILES = {
  "page.css": ["text/css", read("page.css")],
  "page.js": ["text/javascript", read("page.js")],
} as const;

/** The page with the chats, the phone and the faults. */
export function page(box: Sandbox): Hono<Served> {
  const app = new Hono<Served>();
  for (const [name, [type, text]] of Object.entries(FILES)) {
    app.get(`/${name}`, (c) => c.body(text, 200, { "content-type": `${type}; charset=utf-8` }));
  }
  app.get("/", (c) => {
    const language: Language = c.req.query("lang") === "en" ? "en" : "zh-CN";
    return c.html(draw(box, language));
  });
  return app;
}

/** JSON that stands in a script element. */
const inScript = (value: unknown) => raw(JSON.stringify(value).replaceAll("<", "\\u003c"));

function draw(box: Sandbox, language: Language) {
  const words = WORDS[language];
  const wall = box.options.wallUrl;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.title}</title>
<link rel="stylesheet" href="/page.css">
<link rel="icon" href="data:,">
</head>
<body>
<header>
  <h1>${words.title}</h1>
  <p>${words.invented}</p>
  <p id="lost" role="status" hidden>${words.lost}</p>
  <nav>
    <button type="button" id="sound" aria-pressed="false">${words.sound.off}</button>
    <label class="switch"><input type="checkbox" id="speak"> ${words.sound.speak}</label>
    ${wall ? html`<a href="${wall}${language === "en" ? "?lang=en" : ""}" target="_blank" rel="noreferrer">${words.wall} ↗</a>` : ""}
    <a href="${language === "en" ? "/" : "/?lang=en"}">${words.otherLanguage}</a>
  </nav>
</header>
<main>
  <section id="chats" aria-label="${words.chats.title}"></section>
  <section id="telephone" aria-label="${words.phone.calling}">
    <div id="phone" class="idle"></div>
    <h2>${words.phone.recent}</h2>
    <ol id="calls"></ol>
  </section>
  <aside>${drawFaults(words)}</aside>
</main>
<script type="application/json" id="state">${inScript(readState(box))}</script>
<script type="application/json" id="words">${inScript({ ...words, kindsOf: FAULTS, language })}</script>
<script type="module" src="/page.js"></script>
</body>
</html>`;
}

function drawFaults(words: Words) {
  return html`
  <h2>${words.faults.title}</h2>
  <form id="break">
    <label>${words.faults.where}
      <select name="where">${PLACES.map((place) => html`<option value="${place}">${words.places[place]}</option>`)}</select>
    </label>
    <label>${words.faults.what}
      <select name="kind"></select>
    </label>
    <label>${words.faults.often}
      <select name="times">
        <option value="1">1</option><option value="3">3</option><option value="10">10</option>
        <option value="">${words.faults.forever}</option>
      </select>
    </label>
    <button type="submit">${words.faults.add}</button>
  </form>
  <ul id="faults"></ul>
  <h2>${words.habits.title}</h2>
  <form id="habits">
    <select name="habit" aria-label="${words.habits.title}">
      ${HABITS.filter((habit) => habit !== "answer").map((habit) => html`<option value="${habit}">${words.habits.kinds[habit]}</option>`)}
      <option value="answer">${words.habits.press1}</option>
    </select>
  </form>`;
}
