"use client";
import { useEffect, useRef, useState } from "react";
import type { TvSettings } from "../../../domain/screens/types.ts";
import { createRoomVoice, type RoomVoice, type VoiceState } from "./room-voice.ts";

/** Between the chime and the sentence, in ms: the one must not talk over the other. */
const AFTER_CHIME_MS = 1_300;
const PER_CENT = 100;

export interface HeardRoom {
  /** Makes it heard, as loud as this television is set. */
  announce(sentence: string): void;
  /** Looks again what keeps it silent; called with every drawing. */
  look(): void;
  silenced: { chime: VoiceState; speech: VoiceState };
}

const READY = { chime: "ready", speech: "ready" } as const;

/** The sound of one television, for as long as it is to have any. */
export function useRoomVoice({ chime, speech, volume, language }: TvSettings): HeardRoom {
  const voice = useRef<RoomVoice | null>(null);
  const [silenced, setSilenced] = useState<HeardRoom["silenced"]>(READY);
  const sentenceIn = useRef<ReturnType<typeof setTimeout> | null>(null);
  const on = (chime || speech) && volume > 0;

  useEffect(() => {
    if (!on) return;
    const created = createRoomVoice();
    voice.current = created;
    addEventListener("pointerdown", created.wake);
    addEventListener("keydown", created.wake);
    return () => {
      removeEventListener("pointerdown", created.wake);
      removeEventListener("keydown", created.wake);
      if (sentenceIn.current !== null) clearTimeout(sentenceIn.current);
      voice.current = null;
      created.close();
      setSilenced(READY);
    };
  }, [on]);

  return {
    silenced,
    announce(sentence) {
      const loud = volume / PER_CENT;
      if (chime) voice.current?.ring(loud);
      if (!speech) return;
      if (sentenceIn.current !== null) clearTimeout(sentenceIn.current);
      sentenceIn.current = setTimeout(
        () => voice.current?.say(sentence, language, loud),
        chime ? AFTER_CHIME_MS : 0,
      );
    },
    look() {
      const { current } = voice;
      if (current === null) return;
      const next = {
        chime: chime ? current.chime() : ("ready" as const),
        speech: speech ? current.speech(language) : ("ready" as const),
      };
      if (next.chime !== silenced.chime || next.speech !== silenced.speech) setSilenced(next);
    },
  };
}
