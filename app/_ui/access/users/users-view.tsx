"use client";
import { Card } from "@tremor/react";
import { useState } from "react";
import { Sorry } from "../../desk/sorry.tsx";
import { useWords } from "../../use-words.ts";
import type { ShopPlace } from "../../wall/strip.tsx";
import { ShownOnce } from "../shown-once.tsx";
import { useList } from "../use-access.ts";
import { AddUser } from "./add-user.tsx";
import type { PersonName, UserRow } from "./types.ts";
import { UserCard } from "./user-card.tsx";

interface UsersViewProps {
  /** Nobody turns themselves off by mistake. */
  ownId: string | null;
  place: ShopPlace;
}

/** Everybody who may sign in. */
export function UsersView({ ownId, place }: UsersViewProps) {
  const { t, whole } = useWords();
  const { answer, read } = useList<{ users: UserRow[] }>("users");
  const { answer: listed } = useList<{ people: PersonName[] }>("people");
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<{ name: string; password: string } | null>(null);
  const people = listed?.ok ? listed.value.people : [];
  const onMade = (name: string, password: string) => {
    setMade({ name, password });
    setAdding(false);
    void read();
  };
  if (answer && !answer.ok) return <Sorry words={t("desk.unreadable")} retry />;
  const users = answer?.value.users ?? null;
  return (
    <main className="mx-auto grid max-w-5xl grid-cols-[minmax(0,1fr)] gap-5 p-4 sm:p-6" data-page="users">
      <header className="flex flex-wrap items-end justify-between gap-3">
        <div>
          <h1 className="text-3xl font-bold text-tremor-content-strong">{t("users.title")}</h1>
          <p className="mt-1 text-lg text-tremor-content">
            {users === null
              ? t("access.reading")
              : t("users.count", {
                  count: whole(users.filter(({ disabledAt }) => disabledAt === null).length),
                })}
          </p>
        </div>
        {!adding && (
          <button type="button" className="button button-strong" onClick={() => setAdding(true)}>
            {t("users.add")}
          </button>
        )}
      </header>
      {made && (
        <ShownOnce
          words={t("users.made", { name: made.name })}
          secret={made.password}
          onClose={() => setMade(null)}
        />
      )}
      {adding && <AddUser people={people} onMade={onMade} onCancel={() => setAdding(false)} />}
      <Card className="divide-y divide-desk-line p-0">
        {users?.map((user) => (
          <UserCard
            key={user.id}
            user={user}
            own={user.id === ownId}
            people={people}
            timezone={place.timezone}
            onChanged={read}
            onMade={onMade}
          />
        ))}
      </Card>
    </main>
  );
}
