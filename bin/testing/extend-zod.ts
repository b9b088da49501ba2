// Schemas are given what the API's description needs only if they are made after this was loaded; test files that
// share a worker's modules load them in any order.
import "@hono/zod-openapi";
