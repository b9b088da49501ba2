"use client";
import { useTranslations } from "next-intl";
import { Sorry } from "../_ui/desk/sorry.tsx";

/** A page that broke while it was drawn. */
export default function DeskError() {
  const t = useTranslations("desk");
  return <Sorry words={t("broken")} retry />;
}
