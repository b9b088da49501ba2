import { expectAccessible } from "./accessible.ts";
import { openWall, SIZES, test } from "./wall.ts";

for (const size of ["tv", "phone"] as const) {
  test(`the wall has no accessibility fault, ${size}`, async ({ page, andon }) => {
    await page.setViewportSize(SIZES[size]);
    await openWall(page, andon);
    await expectAccessible(page);
  });

  test(`the desk has no accessibility fault, ${size}`, async ({ page, andon }) => {
    await page.setViewportSize(SIZES[size]);
    await page.goto(andon.url);
    await expectAccessible(page);
  });
}
