import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { Room } from "./admission.ts";

const MOST = 2;
const MOST_NAMELESS = 1;

const gone = async (connection: PassThrough) => {
  const closed = new Promise((resolve) => connection.once("close", resolve));
  connection.destroy();
  await closed;
};

test("the nameless have a room of their own, which they leave once they have said who they are or are gone", async () => {
  const room = new Room(MOST, MOST_NAMELESS);
  const [screen, program, late, next] = Array.from({ length: 4 }, () => new PassThrough());
  expect(room.take(screen!)).toBe(true);
  expect(room.takeNameless(program!)).toBe(true);
  expect(room.takeNameless(late!)).toBe(false);
  expect(room.take(program!)).toBe(true);
  expect(room.takeNameless(late!)).toBe(true);
  // It has said who it is, and finds no place: it is as nameless as before.
  expect(room.take(late!)).toBe(false);
  expect(room.takeNameless(next!)).toBe(false);
  await gone(late!);
  expect(room.takeNameless(next!)).toBe(true);
  await gone(screen!);
  expect(room.take(next!)).toBe(true);
  expect(room.take(new PassThrough())).toBe(false);
});

test("one that went while it was looked up takes no place", async () => {
  const room = new Room(MOST, MOST_NAMELESS);
  const connection = new PassThrough();
  await gone(connection);
  expect(room.take(connection)).toBe(false);
});
