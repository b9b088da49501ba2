// Prints what was counted beside what Andon answers. Each tells how many lines differ.
export function compareBoard(text, counted, board) {
  console.log(`\n${text}`);
  const said = new Map((board?.nodes ?? []).map((node) => [node.key, node]));
  const names = board ? [...said.keys()] : Object.keys(counted.nodes);
  let wrong = 0;
  const line = (name, own, theirs) => {
    const same = !board || own === theirs;
    if (!same) wrong++;
    if (own !== 0 || !same)
      console.log(
        `  ${name.padEnd(28)} ${String(own).padStart(8)}${board ? ` ${String(theirs).padStart(8)} ${same ? "=" : "≠"}` : ""}`,
      );
  };
  if (board) console.log(`  ${"".padEnd(28)} ${"counted".padStart(8)} ${"Andon".padStart(8)}`);
  for (const name of names) {
    const own = counted.nodes[name] ?? { open: 0, red: 0, breached: 0, oldest: null };
    const theirs = said.get(name);
    line(`${name} open`, own.open, theirs && theirs.green + theirs.yellow + theirs.red);
    line(`${name} red`, own.red, theirs?.red);
    line(`${name} breached`, own.breached, theirs?.breached);
    const oldest = own.oldest === null ? 0 : new Date(own.oldest).toISOString();
    line(
      `${name} since`,
      oldest,
      theirs?.oldestEnteredAt ? new Date(theirs.oldestEnteredAt).toISOString() : 0,
    );
  }
  const red = Object.values(counted.nodes).reduce((sum, node) => sum + node.red, 0);
  line("all open", counted.open, board?.totals.open);
  line("all orders", counted.open, board?.totals.orders);
  line("all red", red, board?.totals.red);
  return wrong;
}

export function compareOverdue(text, by, counted, answer) {
  console.log(`\nOverdue in ${text}, by ${by}: seconds, share, visits, still open`);
  const total = [...counted.values()].reduce((sum, part) => sum + part.ms, 0);
  const row = (seconds, share, visits, open) =>
    `${seconds.toFixed(3).padStart(18)} ${(share * 100).toFixed(2).padStart(6)} % ${String(visits).padStart(7)} ${String(open).padStart(7)}`;
  const said = new Map(
    // Watches are rules over the nodes, with time that is counted at those already.
    (answer?.items ?? [])
      .filter((item) => !item.node?.startsWith("watch:"))
      .map((item) => {
        const bulky = item.bulky ? "bulky" : "not bulky";
        const name = by.replace("node", item.node).replace("bulky", bulky);
        return [name, row(item.overdueSeconds, item.share, item.visits, item.open)];
      }),
  );
  const own = new Map(
    [...counted]
      .sort((a, b) => b[1].ms - a[1].ms)
      .map(([name, part]) => [name, row(part.ms / 1000, part.ms / total, part.visits, part.open)]),
  );
  own.set("in all", row(total / 1000, 1, 0, 0));
  if (answer) said.set("in all", row(answer.totalOverdueSeconds, 1, 0, 0));
  let wrong = 0;
  for (const name of new Set([...own.keys(), ...said.keys()])) {
    const same = !answer || own.get(name) === said.get(name);
    if (!same) wrong++;
    const mark = same ? "=" : `≠ ${said.get(name) ?? "nothing"}`;
    console.log(`  ${name.padEnd(28)} ${own.get(name) ?? "nothing"} ${answer ? mark : ""}`);
  }
  return wrong;
}

export function printOddities(all) {
  const how = (name, test) => console.log(`  ${String(all.filter(test).length).padStart(7)} ${name}`);
  console.log("In the data:");
  how("orders", () => true);
  how("with milestones out of order", (o) => o.shuffled);
  how("without items, so without shipBy", (o) => o.shipBy === null);
  how("delivered without a time: they stay open where they were last", (o) => o.deliveredWithout);
  how("canceled yet delivered: closed at their last time", (o) => o.canceledYetDelivered);
  how("handed to the carrier after delivery and closing, so open again", (o) => {
    const closed = o.steps.findIndex((step) => step.node === "closed");
    return closed !== -1 && closed < o.steps.length - 1;
  });
  how("whose shipBy lies after 2019", (o) => o.shipBy !== null && o.shipBy > Date.UTC(2020, 0, 1));
}
