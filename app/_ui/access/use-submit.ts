"use client";
import { type FormEvent, useState } from "react";

type Answered<T, R> = { ok: true; value: T } | ({ ok: false } & R);

interface Submitting<T> {
  onDone: (value: T) => void;
  onRefused?: () => void;
  /** The page is left once it is done: until then nobody presses again. */
  leaves?: boolean;
}

/**
 * Sends a form: whether it is under way, what was refused, and what it does when it is submitted.
 * @param ask is given what `send` is, and nothing when the form is submitted
 */
export function useSubmit<T, R, G = never>(
  ask: (given?: G) => Promise<Answered<T, R>>,
  { onDone, onRefused, leaves = false }: Submitting<T>,
) {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<R | null>(null);
  const send = async (given?: G) => {
    setBusy(true);
    setRefusal(null);
    const answer = await ask(given);
    if (!answer.ok || !leaves) setBusy(false);
    if (answer.ok) return onDone(answer.value);
    setRefusal(answer);
    onRefused?.();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  return { busy, refusal, forget: () => setRefusal(null), send, submit };
}
