/** What keeps a room from hearing: nothing, the browser until somebody presses a key, or that it cannot at all. */
export type VoiceState = "ready" | "blocked" | "absent";

/** What a room hears. */
export interface RoomVoice {
  chime(): VoiceState;
  speech(language: string): VoiceState;
  /** Two tones. @param volume 0 to 1 */
  ring(volume: number): void;
  /** Says a sentence; one that is still being said is cut short. */
  say(sentence: string, language: string, volume: number): void;
  /** Somebody pressed something: browsers let a page be heard from then on. */
  wake(): void;
  close(): void;
}

/** A falling third: heard across a room, and no alarm. In Hz, with when each begins and how long it sounds, in s. */
const TONES = [
  { hz: 784, at: 0, forS: 0.5 },
  { hz: 622, at: 0.28, forS: 0.9 },
] as const;
const ATTACK_S = 0.015;
const SILENCE = 0.0001;
/** Two tones at once must not clip. */
const LOUDEST = 0.6;

/** @param lang zh-CN finds zh-TW's voice too: better an accent than nothing */
const isOf = (lang: string) => {
  const language = lang.slice(0, 2).toLowerCase();
  return (voice: SpeechSynthesisVoice) => voice.lang.toLowerCase().startsWith(language);
};

/** The browser's own: WebAudio for the chime, so that no file is needed, and speechSynthesis. */
export function createRoomVoice(): RoomVoice {
  const audio = typeof AudioContext === "undefined" ? null : new AudioContext();
  const synthesis = typeof speechSynthesis === "undefined" ? null : speechSynthesis;
  const wake = () => void (audio?.state === "suspended" && audio.resume().catch(() => {}));
  wake();

  return {
    chime: () => (audio === null ? "absent" : audio.state === "running" ? "ready" : "blocked"),
    speech(language) {
      if (synthesis === null || !synthesis.getVoices().some(isOf(language))) return "absent";
      return audio === null || audio.state === "running" ? "ready" : "blocked";
    },
    ring(volume) {
      if (audio?.state !== "running") return;
      for (const { hz, at, forS } of TONES) {
        const from = audio.currentTime + at;
        const tone = audio.createOscillator();
        const loudness = audio.createGain();
        tone.frequency.value = hz;
        loudness.gain.setValueAtTime(SILENCE, from);
        loudness.gain.exponentialRampToValueAtTime(Math.max(SILENCE, volume * LOUDEST), from + ATTACK_S);
        loudness.gain.exponentialRampToValueAtTime(SILENCE, from + forS);
        tone.connect(loudness).connect(audio.destination);
        tone.onended = () => loudness.disconnect();
        tone.start(from);
        tone.stop(from + forS);
      }
    },
    say(sentence, language, volume) {
      const voice = synthesis?.getVoices().find(isOf(language));
      if (!synthesis || !voice) return;
      const utterance = new SpeechSynthesisUtterance(sentence);
      utterance.voice = voice;
      utterance.lang = voice.lang;
      utterance.volume = volume;
      synthesis.cancel();
      synthesis.speak(utterance);
    },
    wake,
    close() {
      synthesis?.cancel();
      void audio?.close();
    },
  };
}
