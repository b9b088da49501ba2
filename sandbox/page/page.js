/** What runs in the browser: draws the state that the sandbox streams, rings, and sends what is pressed. */
const words = JSON.parse(document.getElementById("words").textContent);
let state = JSON.parse(document.getElementById("state").textContent);
const by = (id) => document.getElementById(id);
const escaped = (text) =>
  String(text).replace(
    /[&<>"']/g,
    (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c],
  );
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
const clock = (iso) =>
  new Date(iso).toLocaleTimeString(words.language, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hour12: false,
  });
const post = (path, body = {}, method = "POST") =>
  fetch(`/sandbox${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(method === "POST" ? { body: JSON.stringify(body) } : {}),
  });

// ---- chats -----------------------------------------------------------------------------------------------------

/** The little Markdown that chats know; everything else stays text. */
function markdown(text) {
  return escaped(text)
    .replace(/&lt;font color=&quot;[\w#]+&quot;&gt;(.*?)&lt;\/font&gt;/g, "<b>$1</b>")
    .replace(/&lt;at (?:user_)?id=(?:&quot;)?(.*?)(?:&quot;)?&gt;(.*?)&lt;\/at&gt;/g, (_a, id, name) =>
      mention(name || id),
    )
    .replace(/&lt;@(.+?)&gt;/g, (_all, id) => mention(id))
    .replace(/@([\w+-]+)/g, (whole, who) => (state.names[who] ? mention(who) : whole))
    .replace(/\*\*(.+?)\*\*/g, "<b>$1</b>")
    .replace(/\[([^\]]+)\]\((https?:[^)\s]+)\)/g, '<a href="$2" target="_blank" rel="noreferrer">$1</a>')
    .split("\n")
    .map((line) =>
      /^#{1,6} /.test(line) ? `<b>${line.replace(/^#+ /, "")}</b>` : line.replace(/^&gt; ?/, ""),
    )
    .filter((line) => line.trim() !== "")
    .map((line) => `<p>${line}</p>`)
    .join("");
}

const nameOf = (who) => (who === "all" ? words.chats.everyone : (state.names[who] ?? who));
const mention = (who) => `<span class="at">@${escaped(nameOf(who))}</span>`;

function tone(message) {
  const said = message.title + message.text;
  if (/超时|Late|到了，还剩|没接/.test(said)) return "red";
  if (/快到点|Due soon|soon/i.test(said)) return "yellow";
  return /走了|处理完了|已接手|over|taken/i.test(said) ? "green" : "plain";
}

function drawMessage(message) {
  const said = message.text.replace(/^#+ /, "");
  const text = said.startsWith(message.title) ? said : `${message.title}\n${said}`;
  // WeCom has no buttons: its links stand in the text.
  const buttons = message.kind === "wecom" ? [] : message.buttons.map(drawButton);
  const named = message.mentions.filter((who) => !text.includes(who) && !text.includes(`@${nameOf(who)}`));
  return `<li class="${tone(message)}">
    <p class="who">${escaped(message.robot)} <time>${clock(message.at)}</time></p>
    <div class="bubble">${markdown(text)}
      ${named.length > 0 ? `<p>${named.map(mention).join(" ")}</p>` : ""}
      ${buttons.length > 0 ? `<div class="buttons">${buttons.join("")}</div>` : ""}</div></li>`;
}

const drawButton = ({ title, url }) =>
  `<a class="button" href="${escaped(url)}" target="_blank" rel="noreferrer">${escaped(title)}</a>`;

const drawn = new Map();
function drawChats() {
  for (const group of state.groups) {
    let card = drawn.get(group);
    if (!card) {
      const robots = state.robots.filter((robot) => robot.group === group);
      const kind = robots[0]?.kind ?? "webhook";
      card = document.createElement("article");
      card.className = kind;
      card.innerHTML = `<h2>${escaped(group)} <small>${words.kinds[kind]}</small></h2><ol tabindex="0"><li class="empty">${words.chats.empty}</li></ol>`;
      by("chats").append(card);
      drawn.set(group, card);
    }
    const messages = state.messages.filter((message) => message.group === group);
    const last = String(messages.at(-1)?.id ?? "");
    if (card.dataset.last === last) continue;
    const list = card.querySelector("ol");
    list.innerHTML = messages.map(drawMessage).join("") || `<li class="empty">${words.chats.empty}</li>`;
    if (card.dataset.last !== undefined) card.classList.add("new");
    setTimeout(() => card.classList.remove("new"), 1_500);
    card.dataset.last = last;
  }
  for (const list of by("chats").querySelectorAll("ol")) {
    // Whoever reads further up stays there.
    if (list.dataset.end === undefined || list.scrollHeight !== Number(list.dataset.end))
      list.scrollTop = list.scrollHeight;
    list.dataset.end = list.scrollHeight;
  }
}

// ---- the phone --------------------------------------------------------------------------------------------------

const number = (to) => to.replace(/^\+86(\d{3})(\d{4})(\d{4})$/, "+86 $1 $2 $3");
const onPhone = () =>
  state.calls.find(({ status }) => status === "in-progress") ??
  state.calls.find(({ status }) => status === "ringing");

function drawPhone() {
  const call = onPhone();
  const phone = by("phone");
  const waiting = state.calls.filter((other) => other !== call && other.status === "ringing").length;
  const key = JSON.stringify([call, waiting]);
  if (phone.dataset.key === key) return;
  phone.dataset.key = key;
  ring(call?.status === "ringing");
  speak(call);
  document.title = call?.status === "ringing" ? `☎ ${words.phone.calling} · ${words.title}` : words.title;
  phone.className = call?.status ?? "idle";
  if (!call) {
    phone.innerHTML = `<div class="screen"><p class="glyph" aria-hidden="true">☎</p><p class="big">${words.phone.idle}</p><p class="calm">${words.phone.idleHint}</p></div>`;
    return;
  }
  const name = state.names[call.to];
  const who = `<p class="calm">${words.phone.caller}</p><p class="big">${escaped(name ?? number(call.to))}</p><p class="calm">${name ? number(call.to) : ""}</p>`;
  const more = waiting > 0 ? `<p class="waiting">${fill(words.phone.waiting, { n: waiting })}</p>` : "";
  const button = (what, label, kind) =>
    `<button type="button" class="${kind}" data-do="${what}">${label}</button>`;
  if (call.status === "ringing") {
    phone.innerHTML = `<div class="screen"><p class="rings" aria-hidden="true"><i></i><i></i><span>☎</span></p>
      <p class="state" role="status">${words.phone.calling}</p>${who}${more}</div>
      <div class="row">${button("busy", words.phone.decline, "hang")}${button("answer", words.phone.answer, "take")}</div>
      <div class="row small">${button("voicemail", words.phone.voicemail, "plain")}</div>`;
    return;
  }
  const said = call.said.map(
    (text, i) => `<p${i === call.said.length - 1 ? ' class="now"' : ""}>${escaped(text)}</p>`,
  );
  const keys = words.keys
    .map(
      (label, i) =>
        `<button type="button" class="key" data-do="press" data-key="${i + 1}" ${call.listens ? "" : "disabled"}><b>${i + 1}</b>${label}</button>`,
    )
    .join("");
  phone.innerHTML = `<div class="screen"><p class="state" role="status">${call.listens ? words.phone.listens : words.phone.talks}</p>
    ${who}<div class="said">${said.slice(-3).join("")}</div>${more}</div>
    <div class="keys">${keys}</div>
    <div class="row">${button("hangup", words.phone.hangUp, "hang")}</div>
    <div class="row small">${call.listens ? button("silence", words.phone.silence, "plain") : ""}</div>`;
  const box = phone.querySelector(".said");
  box.scrollTop = box.scrollHeight;
}

by("phone").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const call = onPhone();
  if (!button || !call) return;
  const { do: what, key } = button.dataset;
  post(`/calls/${call.sid}/${what}`, key ? { digits: key } : {});
});
document.addEventListener("keydown", (event) => {
  const call = onPhone();
  if (call?.listens && /^[0-9]$/.test(event.key) && !/SELECT|INPUT/.test(event.target.tagName)) {
    post(`/calls/${call.sid}/press`, { digits: event.key });
  }
});

function drawCalls() {
  const rows = state.calls.map((call) => {
    const end = call.digits
      ? fill(words.status.pressed, { keys: [...call.digits].join(" ") })
      : call.answeredBy?.startsWith("machine")
        ? words.status.machine
        : words.status[call.status];
    const kind = call.digits.includes("1")
      ? "good"
      : call.status === "in-progress" || call.status === "ringing"
        ? "live"
        : "calm";
    return `<li class="${kind}"><time>${clock(call.createdAt)}</time> <b>${escaped(state.names[call.to] ?? number(call.to))}</b> <span>${escaped(end)}</span></li>`;
  });
  by("calls").innerHTML = rows.reverse().join("") || `<li class="calm">${words.phone.none}</li>`;
}

// ---- sound ------------------------------------------------------------------------------------------------------

let audio = null;
let ringing = null;
let wantsRing = false;

/** A Chinese phone: 450 Hz, one second in five. */
function ring(on) {
  wantsRing = on;
  if (!on || !audio) {
    clearInterval(ringing);
    ringing = null;
    return;
  }
  if (ringing) return;
  const once = () => {
    const tone = audio.createOscillator();
    const loud = audio.createGain();
    tone.frequency.value = 450;
    loud.gain.setValueAtTime(0, audio.currentTime);
    loud.gain.linearRampToValueAtTime(0.2, audio.currentTime + 0.03);
    loud.gain.setValueAtTime(0.2, audio.currentTime + 0.95);
    loud.gain.linearRampToValueAtTime(0, audio.currentTime + 1);
    tone.connect(loud).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 1);
  };
  once();
  ringing = setInterval(once, 5_000);
}

by("sound").addEventListener("click", () => {
  const on = audio === null;
  if (on) audio = new AudioContext();
  else audio.close();
  if (!on) audio = null;
  by("sound").textContent = on ? words.sound.on : words.sound.off;
  by("sound").setAttribute("aria-pressed", String(on));
  ring(wantsRing);
});

const spoken = new Map();
function speak(call) {
  if (!("speechSynthesis" in window)) return;
  if (call?.status !== "in-progress" || !by("speak").checked) return speechSynthesis.cancel();
  const from = spoken.get(call.sid) ?? 0;
  if (call.said.length > from && from > 0) speechSynthesis.cancel();
  for (const text of call.said.slice(from)) {
    const saying = new SpeechSynthesisUtterance(text);
    saying.lang = call.language;
    speechSynthesis.speak(saying);
  }
  spoken.set(call.sid, call.said.length);
}

// ---- faults -----------------------------------------------------------------------------------------------------

const breaking = by("break");
function offerKinds() {
  const kinds = words.kindsOf[breaking.where.value];
  breaking.kind.innerHTML = kinds
    .map((kind) => `<option value="${kind}">${words.faultKinds[kind]}</option>`)
    .join("");
}
breaking.where.addEventListener("change", offerKinds);
breaking.addEventListener("submit", (event) => {
  event.preventDefault();
  const times = breaking.times.value;
  post("/faults", {
    where: breaking.where.value,
    kind: breaking.kind.value,
    times: times ? Number(times) : null,
  });
});
by("faults").addEventListener("click", (event) => {
  const id = event.target.closest("button")?.dataset.id;
  if (id) post(id === "all" ? "/faults" : `/faults/${id}`, {}, "DELETE");
});
by("habits").habit.addEventListener("change", (event) => {
  const habit = event.target.value;
  post("/autoplay", {
    do: habit,
    digits: habit === "answer" ? "1" : "",
    afterMs: habit === "wait" ? 0 : 3_000,
  });
});

function drawFaults() {
  const rows = state.faults.map(
    ({ id, where, kind, times }) =>
      `<li><b>${words.places[where]}</b> ${words.faultKinds[kind]} <small>${times === null ? words.faults.forever : fill(words.faults.times, { n: times })}</small>
       <button type="button" data-id="${id}">${words.faults.clear}</button></li>`,
  );
  if (rows.length > 1)
    rows.push(`<li><button type="button" data-id="all">${words.faults.clearAll}</button></li>`);
  by("faults").innerHTML = rows.join("") || `<li class="good">● ${words.faults.none}</li>`;
  by("habits").habit.value = state.habits[0].habit.do;
}

// ---- the stream -------------------------------------------------------------------------------------------------

function draw() {
  drawChats();
  drawPhone();
  drawCalls();
  drawFaults();
}
offerKinds();
draw();
const stream = new EventSource("/sandbox/events");
stream.addEventListener("state", (event) => {
  state = JSON.parse(event.data);
  by("lost").hidden = true;
  draw();
});
stream.addEventListener("error", () => {
  by("lost").hidden = false;
});
