import { type BadRequest, MIB } from "./bad-request.ts";

/** Changes that nobody may make. */
export const BAD_COMMANDS: BadRequest[] = [
  {
    name: "an unknown node's settings",
    method: "PATCH",
    path: "/api/v1/nodes/nowhere",
    body: '{"dueMs":60000,"warnMs":1000}',
    outcome: 404,
  },
  {
    name: "an empty change of a node",
    method: "PATCH",
    path: "/api/v1/nodes/picking",
    body: "{}",
    outcome: 422,
  },
  {
    name: "warn after due",
    method: "PATCH",
    path: "/api/v1/nodes/picking",
    body: '{"warnMs":7200000,"dueMs":3600000}',
    outcome: 422,
  },
  {
    name: "a node's rank",
    method: "PATCH",
    path: "/api/v1/nodes/picking",
    body: '{"rank":3}',
    outcome: 422,
    says: /rank/,
  },
  {
    name: "a member twice in a command",
    method: "PATCH",
    path: "/api/v1/nodes/picking",
    body: '{"owner":"a","owner":"b"}',
    outcome: 400,
  },
  {
    name: "a command of 1 MiB",
    method: "PATCH",
    path: "/api/v1/nodes/picking",
    body: `{"owner":"${"x".repeat(MIB)}"}`,
    outcome: 413,
  },
  {
    name: "replay of ids that are words",
    path: "/api/v1/quarantine/replay",
    body: '{"ids":["1"]}',
    outcome: 422,
  },
  { name: "giving up everything at once", path: "/api/v1/quarantine/dismiss", body: "{}", outcome: 422 },
];
