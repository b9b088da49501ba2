"use client";
import { useEffect, useState, useSyncExternalStore } from "react";
import { connectBoard } from "./connect.ts";
import { type BoardView, createBoardStore, type FirstPicture } from "./store.ts";

/** The board as it is now: first what the server drew, then what the socket tells. */
export function useBoard(first: FirstPicture, version: string): BoardView {
  const [store] = useState(() =>
    createBoardStore(
      first,
      () => performance.now(),
      () => Date.now(),
    ),
  );
  // The first drawing in the browser must equal the server's.
  const [drawnByServer] = useState(() => store.view());
  const view = useSyncExternalStore(
    store.subscribe,
    () => store.view(),
    () => drawnByServer,
  );
  useEffect(() => connectBoard(store, version), [store, version]);
  return view;
}
