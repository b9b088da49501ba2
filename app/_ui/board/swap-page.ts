/**
 * Loads the page anew without a moment of nothing: first everything it needs is fetched, then it takes the old one's
 * place, which the browser keeps on the screen until the new one is painted (`@view-transition` in wall.css).
 * @param path absent: the page that is shown
 * @throws when the server does not have it, and then the old page stays
 */
export async function swapPage(path = location.pathname + location.search): Promise<void> {
  const answer = await fetch(path, { cache: "no-store" });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const files = [...page.querySelectorAll("script[src], link[rel=stylesheet]")].map(
    (element) => element.getAttribute("src") ?? element.getAttribute("href") ?? "",
  );
  await Promise.all(files.filter((file) => file !== "").map((file) => fetch(file)));
  location.replace(path);
}
