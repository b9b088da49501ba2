/**
 * Imports point one way: app → server → db → domain and workers → server → db → domain.
 * simulator, sandbox, e2e and bench stand outside, and nobody imports them.
 */
const TEST = "(\\.test(ing)?\\.tsx?$)|((^|/)testing/)|(^vitest\\.config)";
const FLOORS = "^(app|server|workers|db|domain|bin|simulator|sandbox|e2e|bench)/";

/** `from` may not reach `to`, both as folders; tests are held to it too. */
const never = (name, from, to, comment) => ({
  name,
  severity: "error",
  comment,
  from: { path: from },
  to: { path: to },
});

module.exports = {
  forbidden: [
    {
      name: "domain-is-pure",
      severity: "error",
      comment:
        "domain knows zod and JSONLogic (pure, for watch rules) and nothing else: no I/O, no clock, no other floor.",
      from: { path: "^domain/", pathNot: TEST },
      to: { pathNot: "^domain/|(^|/)node_modules/(zod|json-logic-js)/" },
    },
    never("domain-is-the-ground", "^domain/", "^(app|server|workers|db|bin)/", "domain is below everything."),
    never("db-looks-down", "^db/", "^(app|server|workers|bin)/", "db is below server."),
    never("server-looks-down", "^server/", "^(app|workers|bin)/", "server is below app and workers."),
    never(
      "workers-reach-screens-through-redis",
      "^workers/",
      "^(app|bin)/|^server/realtime/",
      "Workers never touch app or the gateway.",
    ),
    never(
      "app-goes-through-server",
      "^app/",
      "^(db|workers|bin)/",
      "app reaches the database through server only.",
    ),
    {
      name: "one-door-to-the-server",
      severity: "error",
      comment: "app/_data is the pages' only door to the server.",
      from: { path: "^app/", pathNot: ["^app/_data/", TEST] },
      to: { path: "^server/" },
    },
    {
      name: "ui-knows-the-domain-only",
      severity: "error",
      comment: "Client components may not pull server code into the browser.",
      from: { path: "^app/_ui/", pathNot: TEST },
      to: { path: FLOORS, pathNot: "^(app/_ui|domain)/" },
    },
    {
      name: "nobody-imports-outsiders",
      severity: "error",
      comment: "simulator, sandbox, e2e and bench stand outside.",
      from: { path: "^(app|server|workers|db|domain|bin)/|^[^/]+$" },
      to: { path: "^(simulator|sandbox|e2e|bench)/" },
    },
    {
      name: "outsiders-keep-apart",
      severity: "error",
      comment: "Outsiders do not lean on each other.",
      from: { path: "^(simulator|sandbox|e2e|bench)/" },
      to: { path: "^(simulator|sandbox|e2e|bench)/", pathNot: "^$1/" },
    },
    never(
      "simulator-speaks-the-public-api",
      "^(simulator|sandbox)/",
      "^(app|server|workers|db|bin)/",
      "They meet Andon over HTTP.",
    ),
    {
      name: "testing-stays-in-tests",
      severity: "error",
      comment: "What serves tests must not be shipped.",
      from: {
        path: FLOORS,
        pathNot: [
          TEST,
          "^(e2e|bench)/",
          "^bin/(test|check|screens)\\.ts$",
          "^bin/(doctor|screens)/",
          "^bin/checks/",
        ],
      },
      to: { path: "/testing/", pathNot: "node_modules/" },
    },
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    // Next brings server-only itself.
    {
      name: "nothing-unresolved",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^server-only$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)\\.(next|andon)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
