"use client";
import { useEffect, useState } from "react";
import { useWords } from "../use-words.ts";
import { type PairingView, runPairing } from "./pairing-flow.ts";
import { QrCode } from "./qr-code.tsx";
import { useWakeLock } from "./use-wake-lock.ts";

/** What a television shows that nobody has let in yet: a code, and where to type it. */
export function PairingScreen() {
  const { t } = useWords();
  const [view, setView] = useState<PairingView>({ kind: "starting" });
  useWakeLock();
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    const wait = (ms: number) =>
      new Promise<void>((resolve, reject) => {
        const leave = () => {
          clearTimeout(timer);
          reject(signal.reason);
        };
        const timer = setTimeout(() => {
          signal.removeEventListener("abort", leave);
          resolve();
        }, ms);
        signal.addEventListener("abort", leave, { once: true });
      });
    runPairing({
      fetch: (input, init) => fetch(input, { ...init, signal }),
      wait,
      now: () => performance.now(),
      show: (next) => !signal.aborted && setView(next),
    }).then(
      () => location.replace(location.pathname),
      () => {},
    );
    return () => leaving.abort();
  }, []);
  return (
    <main className="notice pairing" data-state="pairing" data-pairing={view.kind}>
      <h1>{t("pairing.title")}</h1>
      {view.kind === "code" ? (
        <div className="pairing-how">
          <QrCode text={view.pairing.verification_uri_complete} label={t("pairing.qr")} />
          <div className="pairing-words">
            <p>{t("pairing.scan")}</p>
            <p className="pairing-uri">{shortUri(view.pairing.verification_uri)}</p>
            <p className="pairing-code" data-code={view.pairing.user_code}>
              {view.pairing.user_code}
            </p>
            <p className="pairing-more">
              {t("pairing.lasts", { minutes: Math.round(view.pairing.expires_in / 60) })}
            </p>
          </div>
        </div>
      ) : (
        <p role="status">{words(view)}</p>
      )}
    </main>
  );

  function words(now: Exclude<PairingView, { kind: "code" }>): string {
    if (now.kind === "away") return t("pairing.away", { seconds: now.retryS });
    return t(`pairing.${now.kind}`);
  }
}

/** As people type it. */
const shortUri = (uri: string) => uri.replace(/^https?:\/\//, "");
