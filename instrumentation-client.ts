// Pages may not compile code (their policy has no unsafe-eval). zod would try whether it may, and a browser reports the
// attempt, caught or not: it is told beforehand, before anything of the page runs.
(globalThis as { __zod_globalConfig?: { jitless: boolean } }).__zod_globalConfig = { jitless: true };
