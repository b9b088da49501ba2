"use client";
import { useEffect, useRef, useState } from "react";
import { signOut } from "../access/auth-client.ts";
import { useWords } from "../use-words.ts";
import type { SeenUser } from "./who.ts";

/** Who is signed in, the way to their account, and out. */
export function AccountMenu({ who }: { who: SeenUser }) {
  const { t, locale } = useWords();
  const [failed, setFailed] = useState(false);
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const closeOutside = ({ target }: Event) => {
      if (menu.current && !menu.current.contains(target as Node)) menu.current.open = false;
    };
    const closeByKey = ({ key }: KeyboardEvent) => {
      if (key === "Escape" && menu.current) menu.current.open = false;
    };
    document.addEventListener("pointerdown", closeOutside);
    document.addEventListener("keydown", closeByKey);
    return () => {
      document.removeEventListener("pointerdown", closeOutside);
      document.removeEventListener("keydown", closeByKey);
    };
  }, []);
  if (who.kind !== "user") return null;
  const asked = locale === "en" ? "?lang=en" : "";
  return (
    <details className="account-menu" ref={menu} data-account>
      <summary className="desk-tool">
        <span className="account-name">{who.name}</span>
        <svg viewBox="0 0 12 8" width="12" height="8" aria-hidden="true">
          <path d="M1 1.5 6 6.5 11 1.5" fill="none" stroke="currentColor" strokeWidth="2" />
        </svg>
      </summary>
      <div className="account-list">
        {who.role && <p className="account-role">{t(`roles.${who.role}`)}</p>}
        <a href={`/account${asked}`}>{t("bar.account")}</a>
        <button
          type="button"
          onClick={async () => {
            const out = await signOut();
            if (out) location.assign(`/signin${asked}`);
            else setFailed(true);
          }}
        >
          {t("bar.signOut")}
        </button>
        {failed && <p role="alert">{t("bar.signOutFailed")}</p>}
      </div>
    </details>
  );
}
